//! Scaling, and samples between pixels (wire.md 19.6).

use super::plane::{Plane, Word};

/// Which part of a scaled image is wanted.
///
/// The image is scaled by steps of `fx` and `fy` source pixels (16.16) a pixel; its column 0 begins
/// at source column `left`, its row 0 at source row `top`. Wanted are `columns` columns from
/// `first_column` on and as many rows.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Source pixels a column, 16.16.
    pub fx: i64,
    /// Source pixels a row, 16.16.
    pub fy: i64,
    /// Source column where column 0 begins.
    pub left: i64,
    /// Source row where row 0 begins.
    pub top: i64,
    /// First column wanted.
    pub first_column: i64,
    /// First row wanted.
    pub first_row: i64,
    /// Columns wanted.
    pub columns: usize,
    /// Rows wanted.
    pub rows: usize,
}

/// Farther than any sample is from any pixel, with room for sums.
const FAR: i128 = 1 << 62;

impl Window {
    /// Where the centres of the columns wanted lie in the source, 16.16.
    fn across(&self) -> Vec<i64> {
        centres(self.fx, self.left, self.first_column, self.columns)
    }

    /// Where the centres of the rows wanted lie in the source, 16.16.
    fn down(&self) -> Vec<i64> {
        centres(self.fy, self.top, self.first_row, self.rows)
    }
}

fn centres(step: i64, start: i64, first: i64, count: usize) -> Vec<i64> {
    let at = |index: usize| {
        let twice = 2 * (i128::from(first) + index as i128) + 1;
        let place = ((i128::from(step) * twice + 1) >> 1) + (i128::from(start) << 16);
        place.clamp(-FAR, FAR) as i64
    };
    (0..count).map(at).collect()
}

/// The scaled image, each pixel that of the source where its centre lies; 0 outside.
pub fn nearest<P: Word>(image: &Plane<P>, window: &Window) -> Vec<P> {
    let columns: Vec<i64> = window.across().into_iter().map(|x| (x - 1) >> 16).collect();
    let mut scaled = Vec::with_capacity(window.columns * window.rows);
    for y in window.down() {
        let y = (y - 1) >> 16;
        if 0 <= y && y < image.height() as i64 {
            let row = image.row(y as usize);
            let at = |x: &i64| usize::try_from(*x).ok().and_then(|x| row.get(x).copied());
            scaled.extend(columns.iter().map(|x| at(x).unwrap_or_default()));
        } else {
            scaled.resize(scaled.len() + columns.len(), P::default());
        }
    }
    scaled
}

/// The scaled image of 0xAARRGGBB, each pixel mixed of the four of the source around its centre;
/// outside the source there is 0.
pub fn bilinear(image: &Plane<u32>, window: &Window) -> Vec<u32> {
    let columns = window.across();
    let mut scaled = Vec::with_capacity(window.columns * window.rows);
    for y in window.down() {
        let y = y - HALF;
        let (above, below) = (row_or_none(image, y >> 16), row_or_none(image, (y >> 16) + 1));
        scaled.extend(columns.iter().map(|x| {
            let x = x - HALF;
            let (left, right) = (x >> 16, (x >> 16) + 1);
            mix([at(above, left), at(above, right), at(below, left), at(below, right)], x, y)
        }));
    }
    scaled
}

/// Row `y`, without pixels outside the image.
fn row_or_none<'a>(image: &Plane<'a, u32>, y: i64) -> &'a [u32] {
    if 0 <= y && y < image.height() as i64 { image.row(y as usize) } else { &[] }
}

#[inline(always)]
fn at(row: &[u32], x: i64) -> u32 {
    usize::try_from(x).ok().and_then(|x| row.get(x).copied()).unwrap_or_default()
}

/// Half a pixel, 16.16.
pub(super) const HALF: i64 = 0x8000;

/// Four neighbours mixed by the fractions of x and y (16.16), of which the top seven bits count.
#[inline(always)]
pub(super) fn mix(corners: [u32; 4], x: i64, y: i64) -> u32 {
    let (a, b) = ((x & 0xffff) as u32 >> 9, (y & 0xffff) as u32 >> 9);
    let weights = [(128 - a) * (128 - b), a * (128 - b), (128 - a) * b, a * b];
    // Two channels at a time, 32 bits apart: a sum has 22 bits.
    let pair = |shift: u32| {
        let parts = corners.iter().zip(weights).map(|(corner, w)| {
            let corner = corner >> shift;
            (u64::from(corner & 0xff) | u64::from(corner & 0x00ff_0000) << 16) * u64::from(w)
        });
        let sum: u64 = parts.sum();
        ((sum >> 14 & 0xff) as u32 | (sum >> 46 << 16) as u32) << shift
    };
    pair(0) | pair(8)
}
