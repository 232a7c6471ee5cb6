//! What is in the tiles of a picture: whether it changed, a hash, one colour only.

use std::ops::Range;

use crate::view::{Grid, Pixel, View, all_of, colour, same, two};

/// What [`solids`] says of a tile of several colours: no colour, they have 24 bits.
pub const MIXED: u32 = u32::MAX;

/// Odd numbers without pattern, half of their bits set; from the digits of pi.
const KEYS: [u64; 4] =
    [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345, 0xa409_3822_299f_31d1, 0x082e_fa98_ec4e_6c89];

/// The size of tiles in pixels; those at the right and the bottom edge may be smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Columns, at least one.
    pub width: usize,
    /// Rows, at least one.
    pub height: usize,
}

impl Tile {
    /// A grid for the tiles of a picture.
    pub(crate) fn grid<T: Clone>(self, view: &View<'_>, value: T) -> Grid<T> {
        let (columns, rows) =
            (view.width().div_ceil(self.width), view.height().div_ceil(self.height));
        Grid::filled(columns, rows, value)
    }

    /// The columns of a tile.
    #[inline]
    pub(crate) fn columns(self, index: usize, width: usize) -> Range<usize> {
        index * self.width..width.min((index + 1) * self.width)
    }

    /// Visit each tile's part of each row, so that memory is read in order.
    #[inline]
    fn visit<T: Clone>(
        self,
        view: &View<'_>,
        grid: &mut Grid<T>,
        mut look: impl FnMut(&mut T, usize, Range<usize>),
    ) {
        for row in 0..view.height() {
            for (index, cell) in grid.row_mut(row / self.height).iter_mut().enumerate() {
                look(cell, row, self.columns(index, view.width()));
            }
        }
    }
}

/// Whether two pictures of the same size have the same colours.
///
/// # Panics
/// When the sizes differ.
pub fn equal(before: &View<'_>, after: &View<'_>) -> bool {
    expect_same_size(before, after);
    before.rows().iter().zip(after.rows()).all(|(a, b)| same(a, b))
}

/// Which tiles differ between two pictures of the same size; a tile is left at the first row that
/// does.
///
/// # Panics
/// When the sizes differ.
pub fn changed(before: &View<'_>, after: &View<'_>, tile: Tile) -> Grid<bool> {
    expect_same_size(before, after);
    let mut grid = tile.grid(after, false);
    tile.visit(after, &mut grid, |cell, row, columns| {
        *cell = *cell || !same(before.part(row, columns.clone()), after.part(row, columns));
    });
    grid
}

/// A hash of the colours of each tile, which depends on nothing else: neither on X, nor on where
/// the tile lies. Equal hashes are equal tiles for all that happens by chance, not for tiles that
/// somebody made to collide.
pub fn hashes(view: &View<'_>, tile: Tile) -> Grid<u64> {
    let mut grid = tile.grid(view, Hash::START);
    tile.visit(view, &mut grid, |hash, row, columns| hash.add(view.part(row, columns)));
    let Grid { columns, rows, cells } = grid;
    let shapes = (0..rows * columns).map(|cell| {
        let height = tile.height.min(view.height() - cell / columns * tile.height);
        (tile.columns(cell % columns, view.width()).len(), height)
    });
    let cells = cells.iter().zip(shapes).map(|(hash, shape)| hash.finish(shape)).collect();
    Grid { columns, rows, cells }
}

/// The colour 0x00RRGGBB of each tile that has only one, [`MIXED`] for the others.
pub fn solids(view: &View<'_>, tile: Tile) -> Grid<u32> {
    let mut grid = tile.grid(view, MIXED);
    tile.visit(view, &mut grid, |cell, row, columns| {
        let pixels = view.part(row, columns);
        if row % tile.height == 0 {
            *cell = colour(pixels[0]);
        }
        if *cell != MIXED && !all_of(pixels, *cell) {
            *cell = MIXED;
        }
    });
    grid
}

pub(crate) fn expect_same_size(before: &View<'_>, after: &View<'_>) {
    let sizes = [before, after].map(|view| (view.width(), view.height()));
    assert_eq!(sizes[0], sizes[1], "pictures differ in size");
}

/// Two lanes of products, folded: each takes two pixels by two.
#[derive(Clone, Copy)]
pub(crate) struct Hash([u64; 2]);

impl Hash {
    pub(crate) const START: Hash = Hash([KEYS[0], KEYS[1]]);

    /// Take a row of pixels.
    #[inline]
    pub(crate) fn add(&mut self, pixels: &[Pixel]) {
        let mut eights = pixels.chunks_exact(8);
        for eight in &mut eights {
            self.mix(eight);
        }
        let rest = eights.remainder();
        if !rest.is_empty() {
            let mut eight = [[0; 4]; 8];
            eight[..rest.len()].copy_from_slice(rest);
            self.mix(&eight);
        }
    }

    #[inline]
    fn mix(&mut self, eight: &[Pixel]) {
        let [a, b] = self.0;
        self.0 = [
            fold(two(&eight[..2]) ^ a, two(&eight[2..4]) ^ KEYS[2]),
            fold(two(&eight[4..6]) ^ b, two(&eight[6..8]) ^ KEYS[3]),
        ];
    }

    /// The hash of what was taken, of a tile of `shape`: padded rows look alike without it.
    pub(crate) fn finish(self, (width, height): (usize, usize)) -> u64 {
        let shape = (width as u64) << 32 | height as u64;
        fold(fold(self.0[0] ^ shape, self.0[1] ^ KEYS[2]) ^ KEYS[3], KEYS[0])
    }
}

#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const TILE: Tile = Tile { width: 8, height: 4 };

    fn picture(width: usize, height: usize) -> Vec<Vec<u8>> {
        let byte = |x: usize, y: usize| (x * 7 + y * 31 + x * y) as u8;
        (0..height).map(|y| (0..4 * width).map(|x| byte(x, y)).collect()).collect()
    }

    fn view(rows: &[Vec<u8>]) -> View<'_> {
        View::new(rows.first().map_or(0, |row| row.len() / 4), rows.iter().map(Vec::as_slice))
    }

    #[test]
    fn each_tile_tells_of_its_own_pixels() {
        let before = picture(19, 9);
        for (x, y) in [(0, 0), (7, 3), (8, 3), (18, 8)] {
            let mut after = before.clone();
            after[y][4 * x + 2] ^= 1;
            let grid = changed(&view(&before), &view(&after), TILE);
            assert_eq!((grid.columns, grid.rows), (3, 3));
            let expected: Vec<bool> = (0..9).map(|cell| cell == y / 4 * 3 + x / 8).collect();
            assert_eq!(grid.cells, expected);
            let (old, new) = (hashes(&view(&before), TILE), hashes(&view(&after), TILE));
            let differs: Vec<bool> =
                old.cells.iter().zip(&new.cells).map(|(a, b)| a != b).collect();
            assert_eq!(differs, expected);
            assert!(!equal(&view(&before), &view(&after)));
        }
    }

    #[test]
    fn the_fourth_byte_does_not_count() {
        let before = picture(19, 9);
        let mut after = before.clone();
        after.iter_mut().for_each(|row| row.chunks_mut(4).for_each(|pixel| pixel[3] ^= 255));
        assert!(equal(&view(&before), &view(&after)));
        assert_eq!(hashes(&view(&before), TILE), hashes(&view(&after), TILE));
    }

    #[test]
    fn a_tile_of_one_colour_has_that_colour() {
        let mut rows = vec![[3, 2, 1, 77].repeat(16); 8];
        rows[5][4 * 9] = 4;
        let grid = solids(&view(&rows), TILE);
        assert_eq!(grid.cells, [0x01_0203, 0x01_0203, 0x01_0203, MIXED]);
    }

    #[test]
    fn no_pixels_are_no_tiles() {
        assert_eq!(hashes(&view(&[]), TILE).cells, []);
        assert_eq!(solids(&view(&[vec![], vec![]]), TILE).cells, []);
    }
}
