//! Where units were last, in all images of a dictionary.

use std::hint::select_unpredictable;

use piment_lz::pass::{Pass, View};

/// Logarithm of the number of slots: with 8 bytes each, the table leaves room for pixels in a second
/// level cache of a megabyte. Twice as many make photos a hundredth smaller, and slower by a sixth.
const SLOT_BITS: u32 = 16;
/// A slot holds, from its highest bit on, a place in an image, the image's id, and more bits of the
/// hash, which spare a look at the pixels when other units share the slot.
const ID_BITS: u32 = 24;
const TAG_BITS: u32 = 15;
const PLACE_SHIFT: u32 = ID_BITS + TAG_BITS;
const ID: u64 = (1 << ID_BITS) - 1;
const TAG: u64 = (1 << TAG_BITS) - 1;
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
    #[inline(always)]
    pub fn exchange(&mut self, view: &View, id: u64, place: usize) -> Option<Seen> {
        let (slot, here) = hash(view, id, place);
        let entry = &mut self.slots[slot];
        let seen = select_unpredictable(view.run, here.wrapping_sub(1 << PLACE_SHIFT), *entry);
        // A place inside a run is no good start for a later match.
        *entry = select_unpredictable(view.run, *entry, here);
        Seen::told(here, seen)
    }

    /// Find the first place, from `first` on, whose units were seen before; enter those up to there.
    /// Without any, returns the first place that has too few units behind it.
    /// Among literals this is the whole work, and on its own it fits into the registers.
    #[inline(never)]
    pub fn scan<P: Pass>(
        &mut self,
        units: &[P::Unit],
        id: u64,
        first: usize,
    ) -> (usize, Option<Seen>) {
        let around = units[first - 1..].windows(View::UNITS);
        let end = first + around.len();
        for (around, place) in around.zip(first..) {
            let view = P::look(around.first_chunk().expect("windows of this size"));
            if view.run {
                return (place, Some(Seen { image: 0, place: place - 1 }));
            }
            let (slot, here) = hash(&view, id, place);
            let seen = Seen::told(here, std::mem::replace(&mut self.slots[slot], here));
            if seen.is_some() {
                return (place, seen);
            }
        }
        (end, None)
    }

    /// Enter the units at `place` of image `id`.
    #[inline(always)]
    pub fn enter(&mut self, view: &View, id: u64, place: usize) {
        let (slot, here) = hash(view, id, place);
        self.slots[slot] = here;
    }
}

impl Seen {
    /// What a slot held, if its tag is that of `here`.
    #[inline(always)]
    fn told(here: u64, seen: u64) -> Option<Seen> {
        let back = (here >> TAG_BITS).wrapping_sub(seen >> TAG_BITS) & ID;
        let same = (seen ^ here) & TAG == 0;
        same.then_some(Seen { image: back as usize, place: (seen >> PLACE_SHIFT) as usize })
    }
}

/// The slot of a hash, and what it holds for `place` of image `id`.
#[inline(always)]
fn hash(view: &View, id: u64, place: usize) -> (usize, u64) {
    let hash = view.mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let slot = (hash >> (64 - SLOT_BITS)) as usize;
    let tag = hash >> (64 - SLOT_BITS - TAG_BITS) & TAG;
    (slot, (place as u64) << PLACE_SHIFT | (id & ID) << TAG_BITS | tag)
}

#[cfg(test)]
mod tests {
    use piment_lz::pass::Colour;

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
    fn a_scan_stops_where_units_come_again() {
        let mut table = Table::new();
        let units = [1, 2, 3, 4, 5, 9, 2, 3, 4, 7].map(|colour| [colour; 4]);
        let (place, seen) = table.scan::<Colour>(&units, 7, 1);
        let seen = seen.expect("they were there before");
        assert_eq!((place, seen.image, seen.place), (6, 0, 1));
        let (place, seen) = table.scan::<Colour>(&units, 7, 7);
        assert!(place == 8 && seen.is_none());
        let (place, seen) = table.scan::<Colour>(&[[5; 4]; 4], 8, 1);
        assert_eq!((place, seen.map(|seen| (seen.image, seen.place))), (1, Some((0, 0))));
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
