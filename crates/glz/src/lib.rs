//! SPICE's GLZ image codec (codecs.md section 3): LZ with a dictionary of earlier images.

#![forbid(unsafe_code)]

pub mod consts;
mod decode;
mod dictionary;
mod encode;
mod error;
mod header;
mod own;
mod pool;
mod table;
mod token;

pub use decode::{Decoder, Image};
pub use dictionary::Encoder;
pub use error::Error;
pub use header::Header;
pub use pool::Pixels;
