//! SPICE's GLZ image codec (codecs.md section 3): LZ with a dictionary of earlier images.
//!
//! What is hot in the encoder is inlined into two kernels for each kind of pixel, which [`pulp`]
//! compiles for all processors and for those that have what x86 has had since 2013.

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
