//! The image types of LZ and GLZ (codecs.md 2.1).

use crate::Error;

/// What the pixels of an image are; the discriminants are those of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Eight palette indices a byte, bit 0 is the left pixel.
    Plt1Le = 1,
    /// Eight palette indices a byte, bit 7 is the left pixel.
    Plt1Be = 2,
    /// Two palette indices a byte, the low nibble is the left pixel.
    Plt4Le = 3,
    /// Two palette indices a byte, the high nibble is the left pixel.
    Plt4Be = 4,
    /// A palette index.
    Plt8 = 5,
    /// A little endian u16 of `x rrrrr ggggg bbbbb`.
    Rgb16 = 6,
    /// B, G, R.
    Rgb24 = 7,
    /// B, G, R, pad; the pad is not coded.
    Rgb32 = 8,
    /// B, G, R, A.
    Rgba = 9,
    /// Four bytes of which only the last, alpha, is coded.
    Xxxa = 10,
    /// Alpha.
    A8 = 11,
}

impl Kind {
    /// All of them, in the order of their numbers, which begin at 1.
    pub const ALL: [Kind; 11] = [
        Kind::Plt1Le,
        Kind::Plt1Be,
        Kind::Plt4Le,
        Kind::Plt4Be,
        Kind::Plt8,
        Kind::Rgb16,
        Kind::Rgb24,
        Kind::Rgb32,
        Kind::Rgba,
        Kind::Xxxa,
        Kind::A8,
    ];

    /// Pixels in a byte of a palette image; 0 for the other types.
    const fn pixels_per_byte(self) -> u64 {
        match self {
            Kind::Plt1Le | Kind::Plt1Be => 8,
            Kind::Plt4Le | Kind::Plt4Be => 2,
            Kind::Plt8 => 1,
            _ => 0,
        }
    }

    /// Bytes of one unit of the coder in memory: of a pixel, or 1 for packed palette indices.
    pub const fn unit_size(self) -> usize {
        match self {
            Kind::Rgb16 => 2,
            Kind::Rgb24 => 3,
            Kind::Rgb32 | Kind::Rgba | Kind::Xxxa => 4,
            _ => 1,
        }
    }

    /// Bytes of a row of `width` pixels.
    pub const fn stride(self, width: u32) -> u64 {
        match self.pixels_per_byte() {
            0 => width as u64 * self.unit_size() as u64,
            pixels => (width as u64).div_ceil(pixels),
        }
    }
}

impl TryFrom<u32> for Kind {
    type Error = Error;

    fn try_from(number: u32) -> Result<Kind, Error> {
        Kind::ALL
            .into_iter()
            .find(|kind| *kind as u32 == number)
            .ok_or(Error::Kind { found: number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_back_to_kinds() {
        for kind in Kind::ALL {
            assert_eq!(Kind::try_from(kind as u32), Ok(kind));
        }
        for number in [0, 12, u32::MAX] {
            assert_eq!(Kind::try_from(number), Err(Error::Kind { found: number }));
        }
    }

    #[test]
    fn strides_round_up_to_bytes() {
        assert_eq!(Kind::Plt1Le.stride(9), 2);
        assert_eq!(Kind::Plt4Be.stride(9), 5);
        assert_eq!(Kind::Plt8.stride(9), 9);
        assert_eq!(Kind::Rgb24.stride(9), 27);
        assert_eq!(Kind::Xxxa.stride(u32::MAX), 4 * u64::from(u32::MAX));
    }
}
