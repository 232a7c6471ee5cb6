//! SPICE's LZ image codec (codecs.md section 2): LZ77 over whole pixels.
//!
//! [`encode`] and [`decode`] work on whole images, rows in the order of the stream. Streams come
//! from strangers: whatever their bytes, [`decode`] returns an image or an [`Error`].
//!
//! What is hot in the encoder is inlined into two kernels for each kind of pixel, which [`pulp`]
//! compiles for all processors and for those that have what x86 has had since 2013.
//!
//! ```
//! use piment_lz::{Header, Kind, decode, encode};
//!
//! let header = Header { kind: Kind::Rgb32, width: 10, height: 2, top_down: true };
//! let pixels = [10, 11, 12, 0].repeat(20);
//! let stream = encode(&header, &pixels)?;
//! let image = decode(&stream, 20)?;
//! assert_eq!(image.pixels, pixels);
//! # Ok::<(), piment_lz::Error>(())
//! ```

#![forbid(unsafe_code)]

pub mod alphas;
pub mod append;
pub mod compare;
pub mod consts;
mod decode;
mod encode;
mod error;
mod header;
pub mod input;
mod kind;
pub mod output;
pub mod pass;
mod token;

pub use decode::{Image, decode};
pub use encode::encode;
pub use error::Error;
pub use header::Header;
pub use kind::Kind;
