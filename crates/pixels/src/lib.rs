//! Kernels over the pixels of surfaces: B, G, R, X, four bytes a pixel, X without meaning.

#![forbid(unsafe_code)]

mod paint;
mod rect;

pub use paint::{TILE_COLUMNS, TILE_ROWS, paint};
pub use rect::Rect;
