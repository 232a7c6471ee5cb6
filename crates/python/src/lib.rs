//! The door between Piment's Rust kernels and Python.
//!
//! Every function here takes and returns whole buffers and lets go of the GIL while it works.

#![deny(unsafe_code)]

use pyo3::prelude::*;

mod canvas;
mod canvas_blend;
mod canvas_boxes;
mod canvas_raster;
mod errors;
mod glz;
mod lent;
mod lz;
mod lz4;
mod measure;
mod pixels;
mod quic;
mod rows;

/// Pixel work for Piment, in Rust.
#[pymodule]
mod _core {
    use super::*;

    #[pymodule_export]
    use super::canvas::CanvasSpans;
    #[pymodule_export]
    use super::canvas_blend::{
        canvas_alpha_blend, canvas_bilinear, canvas_composite, canvas_convert, canvas_ink,
        canvas_nearest,
    };
    #[pymodule_export]
    use super::canvas_boxes::{canvas_copy_boxes, canvas_fill_boxes};
    #[pymodule_export]
    use super::canvas_raster::{
        canvas_copy, canvas_copy_bits, canvas_copy_keyed, canvas_fill, canvas_flatten,
        canvas_stroke, canvas_ternary,
    };
    #[pymodule_export]
    use super::glz::{GlzDecoder, GlzEncoder};
    #[pymodule_export]
    use super::lz::{lz_decode, lz_encode};
    #[pymodule_export]
    use super::lz4::{lz4_decode, lz4_encode};
    #[pymodule_export]
    use super::measure::{
        changed_tiles, colours, equal, find_picture, find_shift, graduality, indexed, solid_colour,
        solid_tiles, tile_hashes, tile_textures,
    };
    #[pymodule_export]
    use super::pixels::paint;
    #[pymodule_export]
    use super::quic::{quic_decode, quic_encode};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
