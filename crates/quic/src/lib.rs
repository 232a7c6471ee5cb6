//! SPICE's QUIC image codec (codecs.md section 1): prediction, and Golomb-Rice codes that an
//! adaptive model chooses.
//!
//! [`encode`] and [`decode`] work on whole images, the top row first. Streams come from strangers:
//! whatever their bytes, [`decode`] returns an image or an [`Error`].
//!
//! ```
//! use piment_quic::{Header, Kind, decode, encode};
//!
//! let header = Header { kind: Kind::Rgb32, width: 10, height: 2 };
//! let row = [10, 11, 12, 0].repeat(10);
//! let stream = encode(&header, &[&row, &row])?;
//! let image = decode(&stream, 20)?;
//! assert_eq!(image.pixels, row.repeat(2));
//! # Ok::<(), piment_quic::Error>(())
//! ```

#![deny(unsafe_code)]

mod codes;
pub mod consts;
mod cpu;
mod decode;
mod encode;
mod error;
mod fold;
mod header;
mod kind;
mod lanes;
mod marks;
mod model;
mod pace;
mod reader;
mod rows;
mod runs;
mod writer;

pub use decode::{Image, decode};
pub use encode::encode;
pub use error::Error;
pub use header::Header;
pub use kind::Kind;
