//! What the measuring kernels look at: pixels of B, G, R, X, X without meaning.

use std::ops::Range;

/// Colour bits of a pixel.
pub(crate) const COLOUR: u32 = 0x00ff_ffff;
/// Colour bits of two pixels.
const COLOURS: u64 = 0x00ff_ffff_00ff_ffff;
/// Pixels compared without a branch between them: long enough for vector instructions, short
/// enough to end soon.
const STRETCH: usize = 32;

/// One pixel.
pub(crate) type Pixel = [u8; 4];

/// Rows of pixels, all of the same width.
#[derive(Clone, Debug)]
pub struct View<'a> {
    rows: Vec<&'a [Pixel]>,
    width: usize,
}

impl<'a> View<'a> {
    /// Look at rows of bytes, the top one first, `width` pixels of 4 bytes each.
    ///
    /// # Panics
    /// When a row has another length.
    pub fn new(width: usize, rows: impl IntoIterator<Item = &'a [u8]>) -> View<'a> {
        let rows: Vec<&[Pixel]> = rows.into_iter().map(bytemuck::cast_slice).collect();
        assert!(rows.iter().all(|row| row.len() == width), "a row has no {width} pixels");
        View { rows, width }
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// The rows, the top one first.
    pub(crate) fn rows(&self) -> &[&'a [Pixel]] {
        &self.rows
    }

    /// Some columns of a row.
    #[inline]
    pub(crate) fn part(&self, row: usize, columns: Range<usize>) -> &'a [Pixel] {
        &self.rows[row][columns]
    }
}

/// One value for each tile or other part of a picture, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid<T> {
    /// Cells of a row.
    pub columns: usize,
    /// Rows of cells.
    pub rows: usize,
    /// All cells.
    pub cells: Vec<T>,
}

impl<T: Clone> Grid<T> {
    /// A grid whose cells all have one value.
    pub(crate) fn filled(columns: usize, rows: usize, value: T) -> Grid<T> {
        Grid { columns, rows, cells: vec![value; columns * rows] }
    }

    /// The cells of one row.
    #[inline]
    pub(crate) fn row_mut(&mut self, row: usize) -> &mut [T] {
        &mut self.cells[row * self.columns..][..self.columns]
    }
}

/// The colour of a pixel, as 0x00RRGGBB.
#[inline]
pub(crate) fn colour(pixel: Pixel) -> u32 {
    u32::from_le_bytes(pixel) & COLOUR
}

/// The colours of two pixels.
#[inline]
pub(crate) fn two(pixels: &[Pixel]) -> u64 {
    let low = u64::from(u32::from_le_bytes(pixels[0]));
    (low | u64::from(u32::from_le_bytes(pixels[1])) << 32) & COLOURS
}

/// Whether pixels of the same number have the same colours.
#[inline]
pub(crate) fn same(a: &[Pixel], b: &[Pixel]) -> bool {
    // Mostly X is equal too, and nothing compares bytes faster than the system's own function.
    if bytemuck::cast_slice::<_, u8>(a) == bytemuck::cast_slice::<_, u8>(b) {
        return true;
    }
    let stretches = a.chunks_exact(STRETCH).zip(b.chunks_exact(STRETCH));
    let rest = a.len() - a.len() % STRETCH;
    stretches.fold(true, |same, (a, b)| same && difference(a, b) == 0)
        && difference(&a[rest..], &b[rest..]) == 0
}

/// Whether all pixels have one colour.
#[inline]
pub(crate) fn all_of(pixels: &[Pixel], one: u32) -> bool {
    let differs = |pixels: &[Pixel]| pixels.iter().fold(0, |sum, pixel| sum | colour(*pixel) ^ one);
    let mut stretches = pixels.chunks_exact(STRETCH);
    stretches.all(|stretch| {
        let stretch: &[Pixel; STRETCH] = stretch.try_into().expect("chunks of that length");
        differs(stretch) == 0
    }) && differs(&pixels[pixels.len() - pixels.len() % STRETCH..]) == 0
}

/// The bits in which any two pixels differ.
#[inline]
fn difference(a: &[Pixel], b: &[Pixel]) -> u32 {
    a.iter().zip(b).fold(0, |sum, (a, b)| sum | colour(*a) ^ colour(*b))
}
