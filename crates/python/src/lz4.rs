//! LZ4 images for Python: blocks, each of which may refer to the 64 KiB decoded before it.

use lz4_flex::block::{compress_into, get_maximum_output_size};
use numpy::{PyArray1, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::CodecError;
use crate::rows::in_order;

mod blocks;

use blocks::{SIZE_BYTES, decode};

/// Encode rows, the top one first, as one block behind `head`.
#[pyfunction]
pub fn lz4_encode<'py>(
    py: Python<'py>,
    head: &[u8],
    top_down: bool,
    rows: PyReadonlyArray2<'py, u8>,
) -> PyResult<Bound<'py, PyBytes>> {
    let view = rows.as_array();
    let stream = py.detach(|| {
        let bytes = in_order(&view, top_down)?;
        let first = head.len() + SIZE_BYTES;
        let mut stream = vec![0; first + get_maximum_output_size(bytes.len())];
        let size = compress_into(&bytes, &mut stream[first..])
            .map_err(|error| CodecError::new_err(format!("LZ4: {error}")))?;
        stream[..head.len()].copy_from_slice(head);
        stream[head.len()..first].copy_from_slice(&u32::try_from(size)?.to_be_bytes());
        stream.truncate(first + size);
        Ok::<_, PyErr>(stream)
    })?;
    Ok(PyBytes::new(py, &stream))
}

/// Decode blocks that give exactly `size` bytes.
#[pyfunction]
pub fn lz4_decode<'py>(
    py: Python<'py>,
    blocks: PyReadonlyArray1<'py, u8>,
    size: usize,
) -> PyResult<Bound<'py, PyArray1<u8>>> {
    let blocks = blocks.as_slice()?;
    let bytes = py
        .detach(|| decode(blocks, size))
        .map_err(|error| CodecError::new_err(format!("LZ4: {error}")))?;
    Ok(PyArray1::from_vec(py, bytes))
}
