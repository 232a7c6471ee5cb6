//! The door between Piment's Rust kernels and Python.
//!
//! Every function here takes and returns whole buffers and lets go of the GIL while it works.

use pyo3::prelude::*;

mod errors;
mod lz;
mod pixels;
mod quic;
mod rows;

/// Pixel work for Piment, in Rust.
#[pymodule]
mod _core {
    use super::*;

    #[pymodule_export]
    use super::lz::{lz_decode, lz_encode};
    #[pymodule_export]
    use super::pixels::paint;
    #[pymodule_export]
    use super::quic::{quic_decode, quic_encode};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
