//! GLZ for Python.

use std::sync::Arc;
use std::time::Duration;

use numpy::{PyArray1, PyReadonlyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
use piment_glz::{Decoder, Encoder, Error, Header};
use piment_lz::Kind;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::CodecError;
use crate::lent::lent;
use crate::rows::stretches;

/// What `GlzDecoder.decode` returns: type, width, height, top_down, id, rows in the order of the
/// stream.
type Decoded<'py> = (u8, u32, u32, bool, u64, Bound<'py, PyArray1<u8>>);

/// A dictionary of images, and the encoder of those that come into it.
#[pyclass(frozen)]
pub struct GlzEncoder(Encoder);

#[pymethods]
impl GlzEncoder {
    /// An empty dictionary whose first image gets the id `first`.
    #[new]
    fn new(window: u64, first: u64) -> PyResult<GlzEncoder> {
        Encoder::new(window, first).map(GlzEncoder).map_err(refused)
    }

    /// Encode rows of pixels, the top one first.
    fn encode<'py>(
        &self,
        py: Python<'py>,
        kind: u32,
        width: u32,
        top_down: bool,
        rows: PyReadonlyArray2<'py, u8>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let kind = Kind::try_from(kind).map_err(|error| refused(error.into()))?;
        let height = u32::try_from(rows.shape()[0])?;
        let header = piment_lz::Header { kind, width, height, top_down };
        let view = rows.as_array();
        let stream = py.detach(|| {
            let rows = stretches(&view, top_down)?;
            self.0.encode(&header, rows.into_iter()).map_err(refused)
        })?;
        Ok(PyBytes::new(py, &stream))
    }
}

/// The images of a dictionary, and the decoder of those that come.
#[pyclass(frozen)]
pub struct GlzDecoder(Decoder);

#[pymethods]
impl GlzDecoder {
    /// An empty window of up to `window` pixels.
    #[new]
    fn new(window: u64) -> GlzDecoder {
        GlzDecoder(Decoder::new(window))
    }

    /// Decode a stream; waits up to `patience` seconds for images that have to be there first.
    fn decode<'py>(
        &self,
        py: Python<'py>,
        stream: PyReadonlyArray1<'py, u8>,
        patience: f64,
    ) -> PyResult<Decoded<'py>> {
        let bytes = stream.as_slice()?;
        let patience = Duration::try_from_secs_f64(patience)
            .map_err(|error| PyValueError::new_err(format!("patience: {error}")))?;
        let image = py.detach(|| self.0.decode(bytes, patience)).map_err(refused)?;
        let Header { image: form, id, .. } = image.header;
        let pixels = lent(py, Arc::clone(&image))?;
        Ok((form.kind as u8, form.width, form.height, form.top_down, id, pixels))
    }

    /// End all waiting.
    fn close(&self) {
        self.0.close();
    }

    /// The ids of the images kept, the smallest first.
    fn ids(&self) -> Vec<u64> {
        self.0.ids()
    }
}

fn refused(error: Error) -> PyErr {
    CodecError::new_err(format!("GLZ: {error}"))
}
