//! QUIC for Python.

use numpy::ndarray::Axis;
use numpy::{PyArray1, PyReadonlyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
use piment_quic::{Error, Header, Kind};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::CodecError;
use crate::rows::broken_row;

/// What `quic_decode` returns: type, width, height, rows from the top one on.
type Decoded<'py> = (u8, u32, u32, Bound<'py, PyArray1<u8>>);

/// Encode rows of pixels, the top one first, as a QUIC stream.
#[pyfunction]
pub fn quic_encode<'py>(
    py: Python<'py>,
    kind: u32,
    width: u32,
    rows: PyReadonlyArray2<'py, u8>,
) -> PyResult<Bound<'py, PyBytes>> {
    let header = Header {
        kind: Kind::try_from(kind).map_err(refused)?,
        width,
        height: u32::try_from(rows.shape()[0])?,
    };
    let view = rows.as_array();
    let stream = py.detach(|| {
        let rows = view.axis_iter(Axis(0));
        let rows = rows.map(|row| row.to_slice().ok_or_else(broken_row));
        piment_quic::encode(&header, &rows.collect::<PyResult<Vec<_>>>()?).map_err(refused)
    })?;
    Ok(PyBytes::new(py, &stream))
}

/// Decode a QUIC stream of at most `limit` pixels.
#[pyfunction]
pub fn quic_decode<'py>(
    py: Python<'py>,
    stream: PyReadonlyArray1<'py, u8>,
    limit: u64,
) -> PyResult<Decoded<'py>> {
    let bytes = stream.as_slice()?;
    let image = py.detach(|| piment_quic::decode(bytes, limit)).map_err(refused)?;
    let Header { kind, width, height } = image.header;
    Ok((kind as u8, width, height, PyArray1::from_vec(py, image.pixels)))
}

fn refused(error: Error) -> PyErr {
    CodecError::new_err(format!("QUIC: {error}"))
}
