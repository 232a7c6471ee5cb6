//! Where a small picture lies in a large one.

use std::cell::Cell;
use std::collections::HashMap;

use crate::view::{COLOUR, Pixel, View, colour, same};

/// Pixels of the template that are looked at before all of them are: of the colours that are
/// rarest, because they rule out most places.
const ANCHORS: usize = 8;
/// Pixels of the template whose colours are counted at most; of a larger one, every so many-th.
const MOST_COUNTED: usize = 1 << 16;
/// Of so many rows of the picture one is enough to see which colours are rare in it.
const COUNTED_ROWS: usize = 4;
/// Pixels compared without a branch between them, for vector instructions.
const STRETCH: usize = 16;

/// A pixel of the template.
#[derive(Clone, Copy)]
struct Anchor {
    column: usize,
    row: usize,
    pixel: Pixel,
}

/// The column and row of the template's top left corner, where it lies first: in the uppermost
/// row, and there leftmost. No component of a pixel may differ by more than `tolerance`.
pub fn find(picture: &View<'_>, template: &View<'_>, tolerance: u8) -> Option<(usize, usize)> {
    let columns = (picture.width() + 1).checked_sub(template.width())?;
    let rows = (picture.height() + 1).checked_sub(template.height())?;
    let anchors = anchors(picture, template, tolerance);
    let Some((first, others)) = anchors.split_first() else {
        return (columns > 0 && rows > 0).then_some((0, 0)); // nothing lies everywhere
    };
    let like = Like::new(first.pixel, tolerance);
    let search = Search { picture, template, tolerance, telling: Cell::new(0) };
    (0..rows).find_map(|row| {
        let line = picture.part(row + first.row, first.column..first.column + columns);
        let column = like.find(line, |column| {
            search.has_all(others, column, row) && search.lies_at(column, row)
        });
        column.map(|column| (column, row))
    })
}

/// The pixels of the template to look at first, the one that is rarest in the picture before all.
fn anchors(picture: &View<'_>, template: &View<'_>, tolerance: u8) -> Vec<Anchor> {
    let mut colours: HashMap<u32, (usize, Anchor)> = HashMap::new();
    let pixels = template.rows().iter().enumerate().flat_map(|(row, line)| {
        line.iter().enumerate().map(move |(column, pixel)| Anchor { column, row, pixel: *pixel })
    });
    let step = (template.width() * template.height()).div_ceil(MOST_COUNTED).max(1);
    for anchor in pixels.step_by(step) {
        colours.entry(colour(anchor.pixel)).or_insert((0, anchor)).0 += 1;
    }
    let mut rare: Vec<(usize, Anchor)> = colours.into_values().collect();
    rare.sort_by_key(|(count, anchor)| (*count, anchor.row, anchor.column));
    let mut anchors: Vec<Anchor> = rare.iter().take(ANCHORS).map(|(_, anchor)| *anchor).collect();
    anchors.sort_by_cached_key(|anchor| {
        let like = Like::new(anchor.pixel, tolerance);
        picture.rows().iter().step_by(COUNTED_ROWS).map(|line| like.count(line)).sum::<usize>()
    });
    anchors
}

/// What is looked for, and where.
struct Search<'a> {
    picture: &'a View<'a>,
    template: &'a View<'a>,
    tolerance: u8,
    /// The row of the template that told the last place from it: in a pattern that repeats, it
    /// will tell the next one too.
    telling: Cell<usize>,
}

impl Search<'_> {
    /// Whether some pixels of the template are there.
    fn has_all(&self, anchors: &[Anchor], column: usize, row: usize) -> bool {
        anchors.iter().all(|anchor| {
            let there = self.picture.rows()[row + anchor.row][column + anchor.column];
            excess(there, anchor.pixel, self.tolerance) & COLOUR == 0
        })
    }

    /// Whether the whole template lies there.
    fn lies_at(&self, column: usize, row: usize) -> bool {
        let has = |index: usize| {
            let line = self.template.rows()[index];
            let there = self.picture.part(row + index, column..column + line.len());
            if self.tolerance == 0 {
                same(there, line)
            } else {
                all_near(there, line, self.tolerance)
            }
        };
        if !has(self.telling.get()) {
            return false;
        }
        let telling = (0..self.template.height()).find(|index| !has(*index));
        self.telling.set(telling.unwrap_or(0));
        telling.is_none()
    }
}

/// Tells which pixels are like one.
struct Like {
    pixels: [Pixel; STRETCH],
    tolerance: u8,
}

impl Like {
    fn new(pixel: Pixel, tolerance: u8) -> Like {
        Like { pixels: [pixel; STRETCH], tolerance }
    }

    /// How many pixels of a line are like it.
    fn count(&self, line: &[Pixel]) -> usize {
        line.chunks(STRETCH).map(|stretch| self.count_few(stretch)).sum()
    }

    /// The first column of a line where it is, and `is_it` says yes.
    fn find(&self, line: &[Pixel], is_it: impl Fn(usize) -> bool) -> Option<usize> {
        line.chunks(STRETCH).enumerate().find_map(|(index, stretch)| {
            if self.count_few(stretch) == 0 {
                return None;
            }
            let columns = (0..stretch.len())
                .filter(|at| excess(stretch[*at], self.pixels[0], self.tolerance) & COLOUR == 0);
            columns.map(|at| STRETCH * index + at).find(|column| is_it(*column))
        })
    }

    /// How many of at most [`STRETCH`] pixels are like it.
    #[inline]
    fn count_few(&self, pixels: &[Pixel]) -> usize {
        let count = |over: &[u32]| over.iter().map(|over| u32::from(over & COLOUR == 0)).sum();
        let found: u32 = match pixels.try_into() {
            Ok(stretch) => count(&excesses(stretch, &self.pixels, self.tolerance)),
            Err(_) => pixels
                .iter()
                .map(|pixel| {
                    u32::from(excess(*pixel, self.pixels[0], self.tolerance) & COLOUR == 0)
                })
                .sum(),
        };
        found as usize
    }
}

/// By how much the components of a pixel differ more than they may.
#[inline]
fn excess(a: Pixel, b: Pixel, tolerance: u8) -> u32 {
    let mut over = [0; 4];
    for (over, (a, b)) in over.iter_mut().zip(a.into_iter().zip(b)) {
        *over = a.abs_diff(b).saturating_sub(tolerance);
    }
    u32::from_le_bytes(over)
}

/// The same for each of many pixels.
#[inline]
fn excesses(a: &[Pixel; STRETCH], b: &[Pixel; STRETCH], tolerance: u8) -> [u32; STRETCH] {
    let (a, b): (&[u8], &[u8]) = (bytemuck::cast_slice(a), bytemuck::cast_slice(b));
    let mut over = [0; 4 * STRETCH];
    for (over, (a, b)) in over.iter_mut().zip(a.iter().zip(b)) {
        *over = a.abs_diff(*b);
    }
    for over in &mut over {
        *over = over.saturating_sub(tolerance);
    }
    bytemuck::cast::<_, [u32; STRETCH]>(over).map(u32::from_le)
}

/// Whether pixels of the same number are all near each other.
#[inline]
fn all_near(a: &[Pixel], b: &[Pixel], tolerance: u8) -> bool {
    a.chunks(STRETCH).zip(b.chunks(STRETCH)).all(|(a, b)| match (a.try_into(), b.try_into()) {
        (Ok(a), Ok(b)) => {
            excesses(a, b, tolerance).iter().fold(0, |sum, over| sum | over) & COLOUR == 0
        }
        _ => a.iter().zip(b).all(|(a, b)| excess(*a, *b, tolerance) & COLOUR == 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one byte a pixel, which becomes its three components; X is another one.
    fn rows(values: &[u8], x: u8) -> Vec<u8> {
        values.iter().flat_map(|value| [*value, *value, *value, x]).collect()
    }

    fn search(
        picture: (usize, &[u8]),
        template: (usize, &[u8]),
        tolerance: u8,
    ) -> Option<(usize, usize)> {
        let (large, small) = (rows(picture.1, 7), rows(template.1, 0));
        find(
            &View::new(picture.0, large.chunks(4 * picture.0)),
            &View::new(template.0, small.chunks(4 * template.0)),
            tolerance,
        )
    }

    const PICTURE: (usize, &[u8]) = (4, &[1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 9]);

    #[test]
    fn the_uppermost_and_leftmost_place_is_found() {
        assert_eq!(search(PICTURE, (2, &[6, 7, 2, 3]), 0), Some((1, 1)));
        assert_eq!(search(PICTURE, (3, &[1, 2, 3]), 0), Some((0, 0)));
        assert_eq!(search(PICTURE, PICTURE, 0), Some((0, 0)));
        assert_eq!(search(PICTURE, (1, &[9]), 0), Some((3, 2)));
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert_eq!(search(PICTURE, (2, &[6, 7, 2, 4]), 0), None);
        assert_eq!(search(PICTURE, (5, &[1, 2, 3, 4, 5]), 0), None);
        assert_eq!(search(PICTURE, (1, &[1, 5, 1, 5]), 0), None);
    }

    #[test]
    fn components_may_differ_as_far_as_is_tolerated() {
        assert_eq!(search(PICTURE, (2, &[8, 8]), 0), None);
        assert_eq!(search(PICTURE, (2, &[8, 8]), 1), Some((2, 1)));
        assert_eq!(search(PICTURE, (2, &[9, 9]), 1), None);
        assert_eq!(search(PICTURE, (2, &[200, 200]), 255), Some((0, 0)));
    }

    #[test]
    fn it_is_found_wherever_it_lies_in_a_large_picture() {
        for (column, row) in [(0, 0), (83, 0), (0, 41), (83, 41), (17, 23)] {
            let mut large: Vec<u8> = (0..100 * 50).map(|at| (at * 7 % 5) as u8).collect();
            for line in 0..9 {
                for at in 0..17 {
                    large[(row + line) * 100 + column + at] = 100 + (line * at % 3) as u8;
                }
            }
            let small: Vec<u8> =
                (0..9 * 17).map(|at| 100 + ((at / 17) * (at % 17) % 3) as u8).collect();
            for tolerance in [0, 2] {
                assert_eq!(search((100, &large), (17, &small), tolerance), Some((column, row)));
            }
        }
    }

    #[test]
    fn nothing_lies_everywhere() {
        let large = rows(PICTURE.1, 0);
        let view = View::new(4, large.chunks(16));
        assert_eq!(find(&view, &View::new(0, []), 0), Some((0, 0)));
    }
}
