//! What can be wrong with a stream, or with its place among others.

use std::fmt;

/// Why a stream cannot be decoded or an image not be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The stream itself.
    Stream(piment_lz::Error),
    /// A match points beyond the image that it refers to.
    Outside {
        /// Units that the match would end at.
        end: usize,
        /// Units of the image referred to.
        units: usize,
    },
    /// A match points to an image before the window, or of another type.
    Reference {
        /// Id of the image referred to.
        id: u64,
    },
    /// The image referred to has not come in time.
    Missing {
        /// Its id.
        id: u64,
    },
    /// An image of this id was here before.
    Repeated {
        /// The id.
        id: u64,
    },
    /// The window begins before the first image.
    Window {
        /// Images that the window reaches back.
        back: u32,
        /// Id of the image that says so.
        id: u64,
    },
    /// The window holds more than was agreed.
    Full {
        /// Pixels that it would hold.
        pixels: u64,
        /// Pixels that it may hold.
        limit: u64,
    },
    /// The decoder was closed while it waited.
    Closed,
}

impl From<piment_lz::Error> for Error {
    fn from(error: piment_lz::Error) -> Error {
        Error::Stream(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Error::Stream(error) => error.fmt(f),
            Error::Outside { end, units } => {
                write!(f, "match ends at unit {end} of an image of {units}")
            }
            Error::Reference { id } => write!(f, "match in image {id}, which is out of reach"),
            Error::Missing { id } => write!(f, "match in image {id}, which is not here"),
            Error::Repeated { id } => write!(f, "image {id} was here before"),
            Error::Window { back, id } => {
                write!(f, "window reaches {back} images back from image {id}")
            }
            Error::Full { pixels, limit } => {
                write!(f, "window of {pixels} pixels, at most {limit} allowed")
            }
            Error::Closed => write!(f, "the decoder was closed"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Stream(error) => Some(error),
            _ => None,
        }
    }
}
