//! The image types of QUIC (codecs.md 1.1).

use crate::Error;

/// What the pixels of an image are; the discriminants are those of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A byte of gray.
    Gray = 1,
    /// A little endian u16 of `x rrrrr ggggg bbbbb`; the top bit is not coded.
    Rgb16 = 2,
    /// B, G, R.
    Rgb24 = 3,
    /// B, G, R, pad; the pad is not coded.
    Rgb32 = 4,
    /// B, G, R, A.
    Rgba = 5,
}

impl Kind {
    /// All of them, in the order of their numbers, which begin at 1.
    pub const ALL: [Kind; 5] = [Kind::Gray, Kind::Rgb16, Kind::Rgb24, Kind::Rgb32, Kind::Rgba];

    /// Bytes of a pixel in memory.
    pub const fn pixel_size(self) -> usize {
        match self {
            Kind::Gray => 1,
            Kind::Rgb16 => 2,
            Kind::Rgb24 => 3,
            Kind::Rgb32 | Kind::Rgba => 4,
        }
    }

    /// Code words of a pixel that is not part of a run.
    pub const fn channels(self) -> u64 {
        match self {
            Kind::Gray => 1,
            Kind::Rgb16 | Kind::Rgb24 | Kind::Rgb32 => 3,
            Kind::Rgba => 4,
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
        for number in [0, 6, u32::MAX] {
            assert_eq!(Kind::try_from(number), Err(Error::Kind { found: number }));
        }
    }
}
