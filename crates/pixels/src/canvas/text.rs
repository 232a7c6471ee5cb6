//! Text: glyphs make a mask, and a brush goes through it (wire.md 19.12).

use super::blend::over_any;
use super::colour::{Format, mul4};
use super::plane::{PlaneMut, Word};
use super::raster::Brush;
use super::spans::Spans;
use crate::Rect;

/// A glyph: rows of pixels, each beginning at a byte, the bottom row first.
#[derive(Clone, Copy, Debug)]
pub struct Glyph<'a> {
    /// First column on the surface.
    pub left: i64,
    /// First row on the surface.
    pub top: i64,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// The rows.
    pub data: &'a [u8],
}

/// What is written: glyphs of 1, 4 or 8 bits a pixel.
#[derive(Clone, Copy, Debug)]
pub struct Ink<'a> {
    /// What the pixels of the surface are.
    pub format: Format,
    /// Bits of a pixel of the glyphs.
    pub bits: usize,
    /// The glyphs, in the order in which they are put.
    pub glyphs: &'a [Glyph<'a>],
}

impl Glyph<'_> {
    /// Bytes of a row.
    fn stride(&self, bits: usize) -> usize {
        (self.width * bits).div_ceil(8)
    }

    /// Whether the rows are all there.
    pub fn is_whole(&self, bits: usize) -> bool {
        self.stride(bits).checked_mul(self.height) == Some(self.data.len())
    }
}

/// How much of the brush each pixel of a part of the surface takes.
struct Coverage {
    around: Rect,
    values: Vec<u8>,
}

impl Coverage {
    fn new(around: Rect) -> Self {
        let size = (around.right - around.left) * (around.bottom - around.top);
        Self { around, values: vec![0; size] }
    }

    /// Columns `left..right` of row `y` of the surface.
    fn run(&mut self, y: usize, left: usize, right: usize) -> &mut [u8] {
        let width = self.around.right - self.around.left;
        let start = (y - self.around.top) * width + left - self.around.left;
        &mut self.values[start..start + right - left]
    }

    /// Add a glyph, or the part of it that lies inside.
    fn add(&mut self, glyph: &Glyph, bits: usize) {
        let Rect { left, top, right, bottom } = self.around;
        let (left, right) = (glyph.left.max(left as i64), right as i64);
        let (top, bottom) = (glyph.top.max(top as i64), bottom as i64);
        let right = right.min(glyph.left + glyph.width as i64);
        let bottom = bottom.min(glyph.top + glyph.height as i64);
        if left >= right {
            return;
        }
        let stride = glyph.stride(bits);
        for y in top..bottom {
            let from_bottom = glyph.height - 1 - (y - glyph.top) as usize;
            let row = &glyph.data[from_bottom * stride..][..stride];
            let first = (left - glyph.left) as usize;
            let run = self.run(y as usize, left as usize, right as usize);
            for (value, column) in run.iter_mut().zip(first..) {
                *value = covered(*value, row, column, bits);
            }
        }
    }
}

/// The coverage of a pixel after column `column` of a glyph's row was put on it.
#[inline]
fn covered(old: u8, row: &[u8], column: usize, bits: usize) -> u8 {
    match bits {
        1 => old | ((row[column / 8] << (column % 8) >> 7) * 255),
        4 if column.is_multiple_of(2) => old.max(row[column / 2] & 0xf0),
        // What lies under the low half is replaced if there is anything in the high one.
        4 if row[column / 2] & 0xf0 != 0 => row[column / 2] << 4,
        4 => old.max(row[column / 2] << 4),
        _ => old.max(row[column]),
    }
}

/// Write with a brush of premultiplied 0xAARRGGBB.
///
/// # Panics
/// When a glyph is not whole ([`Glyph::is_whole`]).
pub fn ink<P: Word>(target: &mut PlaneMut<P>, spans: &Spans, ink: &Ink, brush: Brush<u32>) {
    let Some(around) = spans.bounds() else {
        return;
    };
    if brush.is_void() {
        return;
    }
    let mut coverage = Coverage::new(around);
    ink.glyphs.iter().for_each(|glyph| coverage.add(glyph, ink.bits));
    for (y, left, right) in spans.runs() {
        let (tile, phase) = brush.phase(left, y);
        let covers = coverage.run(y, left, right);
        let pixels = target.run(y, left, right).iter_mut().zip(covers);
        for ((d, cover), colour) in pixels.zip(tile.iter().cycle().skip(phase)) {
            if *cover == 0 {
                continue;
            }
            let s = mul4(*colour, u32::from(*cover));
            *d = over_any(ink.format, s, *d);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_low_half_replaces_when_the_high_half_is_there() {
        assert_eq!(covered(0x80, &[0x3f], 0, 4), 0x80);
        assert_eq!(covered(0x80, &[0x93], 0, 4), 0x90);
        assert_eq!(covered(0x80, &[0x13], 1, 4), 0x30);
        assert_eq!(covered(0x80, &[0x03], 1, 4), 0x80);
    }

    #[test]
    fn the_leftmost_pixel_is_the_highest_bit() {
        assert_eq!(covered(0, &[0x80], 0, 1), 255);
        assert_eq!(covered(0, &[0x80], 1, 1), 0);
    }
}
