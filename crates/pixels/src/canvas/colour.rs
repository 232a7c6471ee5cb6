//! Pixel formats (wire.md 19.1), and how one becomes another.

use super::plane::Word;

/// What the bits of a pixel mean; the numbers are those of `enum32 surface_format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One bit of alpha, in a byte that is 0 or 1.
    A1 = 1,
    /// Eight bits of alpha.
    A8 = 8,
    /// x1 r5 g5 b5.
    Rgb555 = 16,
    /// r5 g6 b5.
    Rgb565 = 80,
    /// 0xXXRRGGBB.
    Xrgb = 32,
    /// 0xAARRGGBB, premultiplied.
    Argb = 96,
}

impl TryFrom<u32> for Format {
    type Error = u32;

    fn try_from(number: u32) -> Result<Self, u32> {
        let formats = [Self::A1, Self::A8, Self::Rgb555, Self::Rgb565, Self::Xrgb, Self::Argb];
        formats.into_iter().find(|format| *format as u32 == number).ok_or(number)
    }
}

impl Format {
    /// The pixel as 0xAARRGGBB; what has no alpha is opaque, what has no colour is black.
    #[inline(always)]
    pub fn unpack(self, pixel: u32) -> u32 {
        match self {
            Self::A1 => (pixel & 1) * 0xff00_0000,
            Self::A8 => pixel << 24,
            Self::Rgb555 => {
                OPAQUE | wide5(pixel >> 10) << 16 | wide5(pixel >> 5) << 8 | wide5(pixel)
            }
            Self::Rgb565 => {
                OPAQUE | wide5(pixel >> 11) << 16 | wide6(pixel >> 5) << 8 | wide5(pixel)
            }
            Self::Xrgb => OPAQUE | pixel,
            Self::Argb => pixel,
        }
    }

    /// The pixel for 0xAARRGGBB, truncated.
    #[inline(always)]
    pub fn pack(self, argb: u32) -> u32 {
        match self {
            Self::A1 => argb >> 31,
            Self::A8 => argb >> 24,
            Self::Rgb555 => argb >> 9 & 0x7c00 | argb >> 6 & 0x3e0 | argb >> 3 & 0x1f,
            Self::Rgb565 => argb >> 8 & 0xf800 | argb >> 5 & 0x7e0 | argb >> 3 & 0x1f,
            Self::Xrgb | Self::Argb => argb,
        }
    }

    /// Whether alpha is stored.
    pub fn has_alpha(self) -> bool {
        matches!(self, Self::A1 | Self::A8 | Self::Argb)
    }
}

/// The alpha of what covers all.
pub(super) const OPAQUE: u32 = 0xff00_0000;

#[inline(always)]
fn wide5(bits: u32) -> u32 {
    let bits = bits & 31;
    bits << 3 | bits >> 2
}

#[inline(always)]
fn wide6(bits: u32) -> u32 {
    let bits = bits & 63;
    bits << 2 | bits >> 4
}

/// Pixels of format `from` as pixels of format `to`.
pub fn convert<P: Word, Q: Word>(pixels: &[P], from: Format, to: Format) -> Vec<Q> {
    pixels.iter().map(|pixel| Q::narrow(to.pack(from.unpack(pixel.widen())))).collect()
}

/// a * b / 255, rounded.
#[inline(always)]
pub(super) fn mul(a: u32, b: u32) -> u32 {
    let t = a * b + 128;
    (t + (t >> 8)) >> 8
}

/// All four channels of a pixel times `b` / 255, each rounded as [`mul`] does.
#[inline(always)]
pub(super) fn mul4(pixel: u32, b: u32) -> u32 {
    const EVEN: u32 = 0x00ff_00ff;
    const HALVES: u32 = 0x0080_0080;
    let low = (pixel & EVEN) * b + HALVES;
    let high = (pixel >> 8 & EVEN) * b + HALVES;
    let low = (low + (low >> 8 & EVEN)) >> 8 & EVEN;
    let high = (high + (high >> 8 & EVEN)) & !EVEN;
    low | high
}

/// The sum of all four channels, each at most 255.
#[inline(always)]
pub(super) fn add4(a: u32, b: u32) -> u32 {
    const EVEN: u32 = 0x00ff_00ff;
    let low = (a & EVEN) + (b & EVEN);
    let high = (a >> 8 & EVEN) + (b >> 8 & EVEN);
    let full = |sum: u32| (sum | ((sum >> 8 & 0x0001_0001) * 0xff)) & EVEN;
    full(low) | full(high) << 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_channels_are_as_one() {
        for a in 0..=255 {
            for b in 0..=255 {
                assert_eq!(mul4(a * 0x0101_0101, b), mul(a, b) * 0x0101_0101);
                assert_eq!(add4(a << 16 | 7, b << 16 | 1), (a + b).min(255) << 16 | 8);
                assert_eq!(add4(a << 24, b << 24), (a + b).min(255) << 24);
            }
        }
    }

    #[test]
    fn what_packs_unpacks() {
        for (format, ones) in
            [(Format::A1, 1), (Format::A8, 255), (Format::Rgb555, 0x7fff), (Format::Rgb565, 0xffff)]
        {
            for pixel in 0..=ones {
                assert_eq!(format.pack(format.unpack(pixel)), pixel, "{format:?}");
            }
        }
    }
}
