//! Which colours a picture has.

use crate::view::{Pixel, View, all_of, colour};

/// Most colours that [`palette`] can count: as many as an index of one byte tells apart.
pub const MOST_COLOURS: usize = 256;

/// Slots of the table of colours: few of them are taken, so that a look-up mostly is one look.
const SLOTS: usize = 2048;
/// Spreads colours over the slots.
const SPREAD: u32 = 0x9e37_79b1;
/// Marks a slot that is taken: colours have 24 bits.
const TAKEN: u32 = 1 << 31;

/// The one colour 0x00RRGGBB of all pixels, if there is one.
pub fn solid(view: &View<'_>) -> Option<u32> {
    let first = colour(*view.rows().first()?.first()?);
    view.rows().iter().all(|row| all_of(row, first)).then_some(first)
}

/// The colours 0x00RRGGBB of all pixels, in the order in which they appear, and what `each` is
/// told: the place of each pixel's colour among them. None, and soon, when there are more than
/// `most`.
///
/// # Panics
/// When `most` is above [`MOST_COLOURS`].
pub fn palette(view: &View<'_>, most: usize, mut each: impl FnMut(u8)) -> Option<Vec<u32>> {
    assert!(most <= MOST_COLOURS, "{most} colours do not fit into an index");
    let mut table = Table::new(most);
    let mut last: (Pixel, u8) = match view.rows().first().and_then(|row| row.first()) {
        Some(&first) => (first, table.place(colour(first))?),
        None => return Some(Vec::new()),
    };
    for row in view.rows() {
        for &pixel in *row {
            if pixel != last.0 {
                last = (pixel, table.place(colour(pixel))?);
            }
            each(last.1);
        }
    }
    Some(table.colours)
}

/// Where each colour stands.
struct Table {
    slots: Vec<(u32, u8)>,
    colours: Vec<u32>,
    most: usize,
}

impl Table {
    fn new(most: usize) -> Table {
        Table { slots: vec![(0, 0); SLOTS], colours: Vec::with_capacity(most), most }
    }

    /// The place of a colour; None if it is new and there is no room.
    #[inline]
    fn place(&mut self, colour: u32) -> Option<u8> {
        let key = colour | TAKEN;
        let mut slot = (colour.wrapping_mul(SPREAD) >> 16) as usize % SLOTS;
        loop {
            match self.slots[slot] {
                (found, place) if found == key => return Some(place),
                (0, _) => return self.add(colour, slot),
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }

    #[cold]
    fn add(&mut self, colour: u32, slot: usize) -> Option<u8> {
        if self.colours.len() == self.most {
            return None;
        }
        let place = self.colours.len() as u8;
        self.slots[slot] = (colour | TAKEN, place);
        self.colours.push(colour);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indexed(row: &[u8], most: usize) -> Option<(Vec<u32>, Vec<u8>)> {
        let mut indices = Vec::new();
        palette(&View::new(row.len() / 4, [row]), most, |index| indices.push(index))
            .map(|found| (found, indices))
    }

    #[test]
    fn colours_stand_in_the_order_of_their_appearance() {
        let row = [1, 2, 3, 0, 9, 9, 9, 0, 1, 2, 3, 255];
        assert_eq!(indexed(&row, 2), Some((vec![0x03_0201, 0x09_0909], vec![0, 1, 0])));
        assert_eq!(indexed(&row, 1), None);
        assert_eq!(indexed(&row, 0), None);
        assert_eq!(indexed(&[], 0), Some((vec![], vec![])));
    }

    #[test]
    fn there_is_room_for_256() {
        let row: Vec<u8> = (0..257_u32).flat_map(|colour| (colour * 0x101).to_le_bytes()).collect();
        assert_eq!(indexed(&row[..1024], 256).map(|(found, _)| found.len()), Some(256));
        assert_eq!(indexed(&row, 256), None);
    }

    #[test]
    fn solid_is_one_colour() {
        assert_eq!(solid(&View::new(70, [[1, 2, 3, 4].repeat(70).as_slice(); 3])), Some(0x03_0201));
        let mut row = [1, 2, 3, 4].repeat(70);
        for place in [0, 127, 279] {
            row[place] ^= 8;
            let expected = (place % 4 == 3).then_some(0x03_0201);
            assert_eq!(solid(&View::new(70, [row.as_slice()])), expected);
            row[place] ^= 8;
        }
        assert_eq!(solid(&View::new(70, [])), None);
    }
}
