//! Where units were last, in all images of a dictionary.

use std::hint::select_unpredictable;

use piment_lz::pass::View;

/// Logarithm of the number of slots: with 8 bytes each, the table leaves room for pixels in a second
/// level cache of a megabyte. Twice as many make photos a hundredth smaller, and slower by a sixth.
const SLOT_BITS: u32 = 16;
/// A slot holds, from its lowest bit on, a place in an image, the image's id, and more bits of the
/// hash, which spare a look at the pixels when other units share the slot.
const PLACE_BITS: u32 = 25;
const ID_BITS: u32 = 24;
const PLACE: u64 = (1 << PLACE_BITS) - 1;
const ID: u64 = (1 << ID_BITS) - 1;
const TAG: u64 = !(PLACE | ID << PLACE_BITS);
/// What slots hold at first; not 0, so that the memory is there before the first image comes.
const EMPTY: u64 = u64::MAX;

/// A hash table. What it says is a hint: images may be gone, or their ids come round again.
pub struct Table {
    slots: Box<[u64; 1 << SLOT_BITS]>,
}

/// Where units may have been.
pub struct Seen {
    /// How many images back.
    pub image: usize,
    /// Index of the first one.
    pub place: usize,
}

impl Table {
    /// An empty table.
    pub fn new() -> Table {
        let slots = vec![EMPTY; 1 << SLOT_BITS].into_boxed_slice();
        Table { slots: slots.try_into().expect("as many slots as asked for") }
    }

    /// Say where the units at `place` of image `id` were last, one back in a run, and enter them.
    #[inline]
    pub fn exchange(&mut self, view: &View, id: u64, place: usize) -> Option<Seen> {
        let (slot, tag) = hash(view);
        let here = tag | packed(id, place);
        let entry = &mut self.slots[slot];
        let seen = select_unpredictable(view.run, here - 1, *entry);
        // A place inside a run is no good start for a later match.
        *entry = select_unpredictable(view.run, *entry, here);
        let back = id.wrapping_sub(seen >> PLACE_BITS) & ID;
        let same = (seen ^ tag) & TAG == 0;
        same.then_some(Seen { image: back as usize, place: (seen & PLACE) as usize })
    }

    /// Enter the units at `place` of image `id`.
    #[inline]
    pub fn enter(&mut self, view: &View, id: u64, place: usize) {
        let (slot, tag) = hash(view);
        self.slots[slot] = tag | packed(id, place);
    }
}

#[inline]
fn packed(id: u64, place: usize) -> u64 {
    (id & ID) << PLACE_BITS | place as u64
}

/// The slot and the tag of a hash.
#[inline]
fn hash(view: &View) -> (usize, u64) {
    let hash = view.mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash >> (64 - SLOT_BITS)) as usize, hash << SLOT_BITS & TAG)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_place_is_told() {
        let mut table = Table::new();
        let view = View { mixed: 0x1234_5678, run: false };
        table.enter(&view, 5, 77);
        let seen = table.exchange(&view, 7, 9).expect("it was entered");
        assert_eq!((seen.image, seen.place), (2, 77));
        let seen = table.exchange(&view, (1 << ID_BITS) + 6, 10).expect("it was entered");
        assert_eq!((seen.image, seen.place), (ID as usize, 9));
        assert!(table.exchange(&View { mixed: 1, run: false }, 7, 9).is_none());
    }

    #[test]
    fn a_run_goes_one_back_and_leaves_no_trace() {
        let mut table = Table::new();
        let view = View { mixed: 0x1234_5678, run: true };
        let seen = table.exchange(&view, 7, 9).expect("a run");
        assert_eq!((seen.image, seen.place), (0, 8));
        assert!(table.exchange(&View { run: false, ..view }, 7, 20).is_none());
    }
}
