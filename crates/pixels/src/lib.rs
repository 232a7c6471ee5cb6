//! Kernels over the pixels of surfaces. Those outside [`canvas`] know one format: B, G, R, X, four
//! bytes a pixel, X without meaning.

#![forbid(unsafe_code)]

pub mod canvas;
mod colours;
mod find;
mod graduality;
mod paint;
mod rect;
mod shift;
mod texture;
mod tiles;
mod view;

pub use colours::{MOST_COLOURS, palette, solid};
pub use find::find;
pub use graduality::{Depth, Graduality, graduality};
pub use paint::{TILE_COLUMNS, TILE_ROWS, paint};
pub use rect::Rect;
pub use shift::{Shift, find_shift};
pub use texture::{EDGE, Texture, textures};
pub use tiles::{MIXED, Tile, changed, equal, hashes, solids};
pub use view::{Grid, View};
