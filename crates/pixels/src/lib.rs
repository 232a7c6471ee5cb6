//! Kernels over the pixels of surfaces. Those outside [`canvas`] know one format: B, G, R, X, four
//! bytes a pixel, X without meaning.

#![forbid(unsafe_code)]

pub mod canvas;
mod paint;
mod rect;

pub use paint::{TILE_COLUMNS, TILE_ROWS, paint};
pub use rect::Rect;
