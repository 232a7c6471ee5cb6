//! What moved up, down, left or right from one picture to the next, as in a scroll.
//!
//! The picture is cut into lines (rows for a vertical shift) and these into cells of [`BAND`]
//! pixels. Cells that changed, and whose pixels were in one place only, vote for how far they
//! came. The shifts with most votes are tried, pixel for pixel: what a shift explains is the
//! rectangle of cells that it makes right, with most changed cells in it. So a bar beside what
//! scrolls, or an empty border around it, does not hide the shift.

use std::collections::HashMap;
use std::ops::Range;

use crate::Rect;
use crate::tiles::{Hash, expect_same_size};
use crate::view::{Grid, View, colour, same};

/// Pixels of a cell: some letters of text, so that it is seldom twice on a screen.
const BAND: usize = 64;
/// Bands that vote, those with most changes: enough for a few thousand votes on a screen.
const VOTING_BANDS: usize = 8;
/// Fewest votes for a shift worth a try: less is chance, or a scroll of a handful of pixels.
const LEAST_VOTES: usize = 4;
/// Shifts tried: a repeated pattern can have more votes than the shift that explains most.
const TRIES: usize = 3;

/// What moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Where it is now.
    pub area: Rect,
    /// How far it came, to the right.
    pub dx: isize,
    /// How far it came, downwards.
    pub dy: isize,
    /// Pixels of the area that had another colour before, and are right after a copy.
    pub gain: usize,
}

/// The shift that explains most of what changed between two pictures of the same size; one to the
/// side only where those up and down explain less than half of it.
///
/// # Panics
/// When the sizes differ.
pub fn find_shift(before: &View<'_>, after: &View<'_>) -> Option<Shift> {
    expect_same_size(before, after);
    let pair = Pair { before, after };
    let (vertical, changed) = pair.search(Axis::Vertical);
    if let Some(shift) = vertical
        && 2 * pair.cells(Axis::Vertical, &shift.area) >= changed
    {
        return vertical;
    }
    let (horizontal, _) = pair.search(Axis::Horizontal);
    vertical.into_iter().chain(horizontal).max_by_key(|shift| shift.gain)
}

/// Which way lines move.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    /// Lines are rows.
    Vertical,
    /// Lines are columns.
    Horizontal,
}

/// Two pictures of the same size.
struct Pair<'a> {
    before: &'a View<'a>,
    after: &'a View<'a>,
}

/// A rectangle of cells.
#[derive(Clone, Default)]
struct Block {
    lines: Range<usize>,
    bands: Range<usize>,
}

impl Axis {
    fn lines(self, view: &View<'_>) -> usize {
        match self {
            Axis::Vertical => view.height(),
            Axis::Horizontal => view.width(),
        }
    }

    fn bands(self, view: &View<'_>) -> usize {
        match self {
            Axis::Vertical => view.width().div_ceil(BAND),
            Axis::Horizontal => view.height().div_ceil(BAND),
        }
    }

    fn shift(self, by: isize) -> (isize, isize) {
        match self {
            Axis::Vertical => (0, by),
            Axis::Horizontal => (by, 0),
        }
    }

    fn area(self, block: &Block, view: &View<'_>) -> Rect {
        let Block { lines, bands } = block;
        let (start, end) = (bands.start * BAND, bands.end * BAND);
        let ((left, right), (top, bottom)) = match self {
            Axis::Vertical => ((start, end), (lines.start, lines.end)),
            Axis::Horizontal => ((lines.start, lines.end), (start, end)),
        };
        Rect { left, top, right: right.min(view.width()), bottom: bottom.min(view.height()) }
    }
}

impl Pair<'_> {
    /// The best shift along an axis, and how many cells changed.
    fn search(&self, axis: Axis) -> (Option<Shift>, usize) {
        let changed = self.differing(axis, 0);
        let count = changed.cells.iter().filter(|&&cell| cell).count();
        if count == 0 {
            return (None, 0);
        }
        let candidates = self.candidates(axis, &changed);
        let tried = candidates.iter().filter_map(|&by| self.explained(axis, by, &changed));
        (tried.max_by_key(|shift| shift.gain), count)
    }

    /// How many cells an area touches.
    fn cells(&self, axis: Axis, area: &Rect) -> usize {
        let ((first, last), lines) = match axis {
            Axis::Vertical => ((area.left, area.right), area.bottom - area.top),
            Axis::Horizontal => ((area.top, area.bottom), area.right - area.left),
        };
        (last.div_ceil(BAND) - first / BAND) * lines
    }

    /// Which cells are not what they were `by` lines before.
    fn differing(&self, axis: Axis, by: isize) -> Grid<bool> {
        let lines = axis.lines(self.after);
        let mut grid = Grid::filled(axis.bands(self.after), lines, true);
        let moved = moved(lines, by);
        match axis {
            Axis::Vertical => {
                for row in moved {
                    let from = origin(row, by);
                    for (band, cell) in grid.row_mut(row).iter_mut().enumerate() {
                        let columns = band * BAND..self.after.width().min((band + 1) * BAND);
                        *cell = !same(
                            self.before.part(from, columns.clone()),
                            self.after.part(row, columns),
                        );
                    }
                }
            }
            Axis::Horizontal => {
                let source = origin(moved.start, by)..origin(moved.end, by);
                let mut bits = vec![0; moved.len()];
                for (band, rows) in bands(self.after.height()).enumerate() {
                    bits.fill(0);
                    for row in rows {
                        let old = self.before.part(row, source.clone());
                        let new = self.after.part(row, moved.clone());
                        for (bits, (old, new)) in bits.iter_mut().zip(old.iter().zip(new)) {
                            *bits |= colour(*old) ^ colour(*new);
                        }
                    }
                    for (line, bits) in moved.clone().zip(&bits) {
                        grid.row_mut(line)[band] = *bits != 0;
                    }
                }
            }
        }
        grid
    }

    /// The shifts with most votes.
    fn candidates(&self, axis: Axis, changed: &Grid<bool>) -> Vec<isize> {
        let lines = axis.lines(self.after);
        let mut votes = vec![0; 2 * lines];
        for band in voters(changed) {
            let mut places: HashMap<u64, Option<usize>> = HashMap::with_capacity(lines);
            for (line, hash) in hashes(self.before, axis, band).into_iter().enumerate() {
                places.entry(hash).and_modify(|place| *place = None).or_insert(Some(line));
            }
            for (line, hash) in hashes(self.after, axis, band).into_iter().enumerate() {
                if changed.cells[line * changed.columns + band]
                    && let Some(&Some(place)) = places.get(&hash)
                {
                    votes[lines + line - place] += 1;
                }
            }
        }
        let mut order: Vec<usize> =
            (0..votes.len()).filter(|&shift| votes[shift] >= LEAST_VOTES).collect();
        order.sort_by_key(|&shift| usize::MAX - votes[shift]);
        order.iter().take(TRIES).map(|&shift| shift as isize - lines as isize).collect()
    }

    /// What a shift makes right.
    fn explained(&self, axis: Axis, by: isize, changed: &Grid<bool>) -> Option<Shift> {
        let wrong = self.differing(axis, by);
        let block = heaviest(&wrong, changed)?;
        let (dx, dy) = axis.shift(by);
        let area = self.grown(axis.area(&block, self.after), dx, dy);
        let area = self.trimmed(area);
        let rows = area.top..area.bottom;
        let gain = rows.map(|row| self.changes(row, area.left..area.right)).sum();
        Some(Shift { area, dx, dy, gain })
    }

    /// Pixels of a row that changed in place.
    fn changes(&self, row: usize, columns: Range<usize>) -> usize {
        let old = self.before.part(row, columns.clone()).iter();
        old.zip(self.after.part(row, columns)).filter(|(a, b)| colour(**a) != colour(**b)).count()
    }

    /// The area with the columns or rows beside it that are right too: cells are coarse.
    fn grown(&self, mut area: Rect, dx: isize, dy: isize) -> Rect {
        let right = |area: Rect| self.is_right(area, dx, dy);
        if dx == 0 {
            while area.left > 0 && right(Rect { left: area.left - 1, right: area.left, ..area }) {
                area.left -= 1;
            }
            while right(Rect { left: area.right, right: area.right + 1, ..area }) {
                area.right += 1;
            }
        } else {
            while area.top > 0 && right(Rect { top: area.top - 1, bottom: area.top, ..area }) {
                area.top -= 1;
            }
            while right(Rect { top: area.bottom, bottom: area.bottom + 1, ..area }) {
                area.bottom += 1;
            }
        }
        area
    }

    /// Whether an area lies inside and is what was there before the shift.
    fn is_right(&self, area: Rect, dx: isize, dy: isize) -> bool {
        let from = origin(area.left, dx)..origin(area.right, dx);
        area.right <= self.after.width()
            && area.bottom <= self.after.height()
            && (area.top..area.bottom).all(|row| {
                let old = self.before.part(origin(row, dy), from.clone());
                same(old, self.after.part(row, area.left..area.right))
            })
    }

    /// The area without the rows and columns at its edges in which nothing changed.
    fn trimmed(&self, area: Rect) -> Rect {
        let mut around: Option<Rect> = None;
        for top in area.top..area.bottom {
            let old = self.before.part(top, area.left..area.right);
            let new = self.after.part(top, area.left..area.right);
            if same(old, new) {
                continue;
            }
            let differs = |column: &usize| colour(old[*column]) != colour(new[*column]);
            let first = (0..old.len()).find(differs).unwrap_or(0);
            let last = (first..old.len()).rfind(differs).unwrap_or(first);
            let (left, right) = (area.left + first, area.left + last + 1);
            let row = Rect { left, top, right, bottom: top + 1 };
            around = Some(around.map_or(row, |around| around.bounds(row)));
        }
        around.unwrap_or(area)
    }
}

/// Where a row or column came from.
fn origin(place: usize, by: isize) -> usize {
    place.wrapping_add_signed(-by)
}

/// The lines that have a place to come from.
fn moved(lines: usize, by: isize) -> Range<usize> {
    match usize::try_from(by) {
        Ok(by) => by.min(lines)..lines,
        Err(_) => 0..lines.saturating_sub(by.unsigned_abs()),
    }
}

/// The rows of each band of a horizontal shift.
fn bands(height: usize) -> impl Iterator<Item = Range<usize>> {
    (0..height).step_by(BAND).map(move |top| top..height.min(top + BAND))
}

/// The bands with most changed cells.
fn voters(changed: &Grid<bool>) -> Vec<usize> {
    let mut counts = vec![0; changed.columns];
    for line in changed.cells.chunks_exact(changed.columns) {
        line.iter().zip(&mut counts).for_each(|(&cell, count)| *count += usize::from(cell));
    }
    let mut order: Vec<usize> = (0..counts.len()).filter(|&band| counts[band] > 0).collect();
    order.sort_by_key(|&band| usize::MAX - counts[band]);
    order.truncate(VOTING_BANDS);
    order
}

/// A hash of each line's cell of a band.
fn hashes(view: &View<'_>, axis: Axis, band: usize) -> Vec<u64> {
    let start = band * BAND;
    match axis {
        Axis::Vertical => {
            let columns = start..view.width().min(start + BAND);
            let hash = |row| {
                let mut hash = Hash::START;
                hash.add(view.part(row, columns.clone()));
                hash.finish((columns.len(), 1))
            };
            (0..view.height()).map(hash).collect()
        }
        Axis::Horizontal => {
            let mut sums = vec![0_u64; view.width()];
            for row in start..view.height().min(start + BAND) {
                for (sum, pixel) in sums.iter_mut().zip(view.rows()[row]) {
                    *sum = (sum.rotate_left(23) ^ u64::from(colour(*pixel))).wrapping_mul(SPREAD);
                }
            }
            sums
        }
    }
}

/// Spreads the bits of a pixel over a hash.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The rectangle without wrong cells that has most changed ones, if there is any with one.
fn heaviest(wrong: &Grid<bool>, changed: &Grid<bool>) -> Option<Block> {
    let (columns, sums) = (wrong.columns, Sums::new(changed));
    let mut best = (0, Block::default());
    let mut heights = vec![0_usize; columns];
    for line in 0..wrong.rows {
        for (height, &wrong) in heights.iter_mut().zip(&wrong.cells[line * columns..]) {
            *height = if wrong { 0 } else { *height + 1 };
        }
        // Every rectangle that ends at this line and cannot be widened: a stack of bands whose
        // heights grow gives them all.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for band in 0..=columns {
            let height = heights.get(band).copied().unwrap_or(0);
            let mut start = band;
            while let Some(&(first, tall)) = open.last().filter(|(_, tall)| *tall >= height) {
                open.pop();
                start = first;
                let block = Block { lines: line + 1 - tall..line + 1, bands: first..band };
                let weight = sums.of(&block);
                if weight > best.0 {
                    best = (weight, block);
                }
            }
            open.push((start, height));
        }
    }
    (best.0 > 0).then_some(best.1)
}

/// How many cells are set above and to the left of each.
struct Sums {
    columns: usize,
    sums: Vec<usize>,
}

impl Sums {
    fn new(cells: &Grid<bool>) -> Sums {
        let columns = cells.columns + 1;
        let mut sums = vec![0; columns * (cells.rows + 1)];
        for row in 0..cells.rows {
            let mut sum = 0;
            for column in 0..cells.columns {
                sum += usize::from(cells.cells[row * cells.columns + column]);
                let above = sums[row * columns + column + 1];
                sums[(row + 1) * columns + column + 1] = above + sum;
            }
        }
        Sums { columns, sums }
    }

    fn of(&self, block: &Block) -> usize {
        let at = |line: usize, band: usize| self.sums[line * self.columns + band];
        let Block { lines, bands } = block;
        at(lines.end, bands.end) + at(lines.start, bands.start)
            - at(lines.start, bands.end)
            - at(lines.end, bands.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 200;
    const HEIGHT: usize = 150;

    /// Noise, the same for the same numbers.
    fn noise(x: usize, y: usize) -> [u8; 4] {
        let mixed = ((x * 1009 + y * 7919 + 12345) as u64).wrapping_mul(SPREAD);
        let [.., b, g, r] = (mixed ^ mixed >> 29).wrapping_mul(SPREAD).to_be_bytes();
        [b, g, r, 0]
    }

    fn picture(pixel: impl Fn(usize, usize) -> [u8; 4]) -> Vec<Vec<u8>> {
        (0..HEIGHT).map(|y| (0..WIDTH).flat_map(|x| pixel(x, y)).collect()).collect()
    }

    fn found<'a>(before: &'a [Vec<u8>], after: &'a [Vec<u8>]) -> Option<Shift> {
        let view = |rows: &'a [Vec<u8>]| View::new(WIDTH, rows.iter().map(Vec::as_slice));
        find_shift(&view(before), &view(after))
    }

    #[test]
    fn nothing_changed_is_no_shift() {
        assert_eq!(found(&picture(noise), &picture(noise)), None);
        assert_eq!(found(&[], &[]), None);
    }

    #[test]
    fn what_is_new_is_no_shift() {
        assert_eq!(found(&picture(noise), &picture(|x, y| noise(x + 5000, y))), None);
    }

    #[test]
    fn a_part_that_scrolls_is_found_to_the_pixel() {
        let inside = |x: usize, y: usize| (13..187).contains(&x) && (20..130).contains(&y);
        let before = picture(noise);
        let up = picture(|x, y| if inside(x, y) { noise(x, y + 17) } else { noise(x, y) });
        let area = Rect { left: 13, top: 20, right: 187, bottom: 130 };
        let up = found(&before, &up).expect("a shift");
        assert_eq!((up.area, up.dx, up.dy), (area, 0, -17));
        assert_eq!(up.gain, 174 * 110);
        let right = picture(|x, y| if inside(x, y) { noise(x - 11, y) } else { noise(x, y) });
        let right = found(&before, &right).expect("a shift");
        assert_eq!((right.area, right.dx, right.dy), (area, 11, 0));
    }

    #[test]
    fn an_empty_border_does_not_count() {
        let text = |x: usize, y: usize, by: usize| {
            if x < 70 && (30..130).contains(&y) { noise(x, y + by) } else { [9, 9, 9, 0] }
        };
        let shift = found(&picture(|x, y| text(x, y, 0)), &picture(|x, y| text(x, y, 8)));
        let shift = shift.expect("a shift");
        assert_eq!(shift.area, Rect { left: 0, top: 30, right: 70, bottom: 122 });
        assert_eq!((shift.dy, shift.gain), (-8, 70 * 92));
    }
}
