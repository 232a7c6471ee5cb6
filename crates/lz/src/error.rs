//! What can be wrong with a stream.

use std::fmt;

/// Why a stream cannot be decoded or an image not be encoded. Numbers count units of the coder
/// (codecs.md 2.1) where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The bytes end too early.
    Truncated {
        /// Bytes asked for.
        needed: usize,
        /// Bytes there were.
        left: usize,
    },
    /// The first four bytes are not LZ's.
    Magic {
        /// What stood there.
        found: u32,
    },
    /// A version nobody knows.
    Version {
        /// What stood there.
        found: u32,
    },
    /// A type that is none of [`Kind`](crate::Kind), or none that this codec carries.
    Kind {
        /// What stood there.
        found: u32,
    },
    /// The stride does not follow from the width.
    Stride {
        /// What it has to be.
        expected: u64,
        /// What stood there.
        found: u32,
    },
    /// The image is larger than the format or the caller allows.
    TooLarge {
        /// Pixels or bytes of the image.
        size: u64,
        /// The most there may be.
        limit: u64,
    },
    /// The bytes behind the header cannot stand for so many units.
    Hollow {
        /// Units that the header promises.
        units: u64,
        /// Bytes behind the header.
        bytes: usize,
    },
    /// A token goes beyond the end of the image.
    Overrun {
        /// Length of the token.
        length: usize,
        /// Units missing in the image.
        left: usize,
    },
    /// A match begins before the image.
    Distance {
        /// How far back it wants to go.
        distance: usize,
        /// Units there are.
        position: usize,
    },
    /// Bytes are left over after the last unit.
    Trailing {
        /// How many.
        bytes: usize,
    },
    /// The pixels given to the encoder do not make up the image.
    Pixels {
        /// Bytes the image needs.
        expected: u64,
        /// Bytes given.
        found: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Error::Truncated { needed, left } => {
                write!(f, "stream ends early: needs {needed} bytes, {left} left")
            }
            Error::Magic { found } => write!(f, "magic is {found:#010x}, not 0x20205a4c"),
            Error::Version { found } => write!(f, "version is {found:#010x}, not 0x00010001"),
            Error::Kind { found } => write!(f, "image type {found} cannot be coded"),
            Error::Stride { expected, found } => {
                write!(f, "stride is {found}, the width makes it {expected}")
            }
            Error::TooLarge { size, limit } => {
                write!(f, "image is too large: {size}, at most {limit} allowed")
            }
            Error::Hollow { units, bytes } => {
                write!(f, "{units} units cannot be coded in {bytes} bytes")
            }
            Error::Overrun { length, left } => {
                write!(f, "token of {length} units, image lacks only {left}")
            }
            Error::Distance { distance, position } => {
                write!(f, "match {distance} units back, only {position} are there")
            }
            Error::Trailing { bytes } => write!(f, "{bytes} bytes after the last unit"),
            Error::Pixels { expected, found } => {
                write!(f, "image needs {expected} bytes of pixels, {found} given")
            }
        }
    }
}

impl std::error::Error for Error {}
