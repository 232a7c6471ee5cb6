//! LZ for Python.

use numpy::{PyArray1, PyReadonlyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
use piment_lz::{Error, Header, Kind};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::CodecError;
use crate::rows::in_order;

/// What `lz_decode` returns: type, width, height, top_down, rows in the order of the stream.
type Decoded<'py> = (u8, u32, u32, bool, Bound<'py, PyArray1<u8>>);

/// Encode rows of pixels, the top one first, as an LZ stream.
#[pyfunction]
pub fn lz_encode<'py>(
    py: Python<'py>,
    kind: u32,
    width: u32,
    top_down: bool,
    rows: PyReadonlyArray2<'py, u8>,
) -> PyResult<Bound<'py, PyBytes>> {
    let header = Header {
        kind: Kind::try_from(kind).map_err(refused)?,
        width,
        height: u32::try_from(rows.shape()[0])?,
        top_down,
    };
    let view = rows.as_array();
    let stream = py.detach(|| {
        let pixels = in_order(&view, top_down)?;
        piment_lz::encode(&header, &pixels).map_err(refused)
    })?;
    Ok(PyBytes::new(py, &stream))
}

/// Decode an LZ stream of at most `limit` pixels.
#[pyfunction]
pub fn lz_decode<'py>(
    py: Python<'py>,
    stream: PyReadonlyArray1<'py, u8>,
    limit: u64,
) -> PyResult<Decoded<'py>> {
    let bytes = stream.as_slice()?;
    let image = py.detach(|| piment_lz::decode(bytes, limit)).map_err(refused)?;
    let Header { kind, width, height, top_down } = image.header;
    Ok((kind as u8, width, height, top_down, PyArray1::from_vec(py, image.pixels)))
}

fn refused(error: Error) -> PyErr {
    CodecError::new_err(format!("LZ: {error}"))
}
