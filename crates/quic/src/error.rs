//! What can be wrong with a stream.

use std::fmt;

/// Why a stream cannot be decoded or an image not be encoded.
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
    /// The stream does not consist of whole words.
    Ragged {
        /// Bytes of the stream.
        bytes: usize,
    },
    /// The first word is not QUIC's.
    Magic {
        /// What stood there.
        found: u32,
    },
    /// A version nobody knows.
    Version {
        /// What stood there.
        found: u32,
    },
    /// A type that is none of [`Kind`](crate::Kind).
    Kind {
        /// What stood there.
        found: u32,
    },
    /// An image without pixels, which the format does not know.
    Empty {
        /// Width in pixels.
        width: u32,
        /// Height in rows.
        height: u32,
    },
    /// The image is larger than the format or the caller allows.
    TooLarge {
        /// Pixels of the image, or of its longer side.
        size: u64,
        /// The most there may be.
        limit: u64,
    },
    /// The bytes behind the header cannot stand for so many pixels.
    Hollow {
        /// Bits that the smallest image of this size takes.
        bits: u64,
        /// Bytes behind the header.
        bytes: usize,
    },
    /// A run goes beyond the end of the columns that it may cover.
    Overrun {
        /// Length of the run, as far as it was read.
        length: usize,
        /// Columns left.
        left: usize,
    },
    /// Bytes are left over after the word that ends the stream.
    Trailing {
        /// How many.
        bytes: usize,
    },
    /// The rows given to the encoder do not make up the image.
    Rows {
        /// Rows the image needs.
        expected: u32,
        /// Rows given.
        found: usize,
    },
    /// A row given to the encoder is not of the width of the image.
    Row {
        /// Bytes a row needs.
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
            Error::Ragged { bytes } => write!(f, "{bytes} bytes are no whole words"),
            Error::Magic { found } => write!(f, "magic is {found:#010x}, not 0x43495551"),
            Error::Version { found } => write!(f, "version is {found:#010x}, not 0"),
            Error::Kind { found } => write!(f, "image type {found} cannot be coded"),
            Error::Empty { width, height } => write!(f, "image of {width}x{height} is empty"),
            Error::TooLarge { size, limit } => {
                write!(f, "image is too large: {size}, at most {limit} allowed")
            }
            Error::Hollow { bits, bytes } => {
                write!(f, "image needs {bits} bits, {bytes} bytes are there")
            }
            Error::Overrun { length, left } => {
                write!(f, "run of {length} pixels, only {left} are left")
            }
            Error::Trailing { bytes } => write!(f, "{bytes} bytes after the last word"),
            Error::Rows { expected, found } => {
                write!(f, "image needs {expected} rows, {found} given")
            }
            Error::Row { expected, found } => {
                write!(f, "row needs {expected} bytes of pixels, {found} given")
            }
        }
    }
}

impl std::error::Error for Error {}
