//! Drawing as SPICE's canvas does it (wire.md section 19), pixel by pixel exact.
//!
//! Every operation takes a [`Spans`]: the pixels that it may touch, as runs of rows. Clips and masks
//! have gone into it, so that no operation knows of them.

mod blend;
mod boxes;
mod colour;
mod composite;
mod operator;
mod plane;
mod raster;
mod sample;
mod spans;
mod stroke;
mod text;
mod walk;

pub use blend::{Blend, alpha_blend, copy_keyed};
pub use boxes::{copy_boxes, fill_boxes};
pub use colour::{Format, convert};
pub use composite::{Composite, Fetch, Repeat, composite};
pub use operator::Operator;
pub use plane::{Area, Plane, PlaneMut, Word};
pub use raster::{Brush, Placed, Rop2, Rop3, copy, copy_bits, copy_ternary, fill};
pub use sample::{Window, bilinear, nearest};
pub use spans::Spans;
pub use stroke::{Dashes, MOST_STROKE_STEPS, TooLong, flatten, stroke};
pub use text::{Glyph, Ink, ink};
