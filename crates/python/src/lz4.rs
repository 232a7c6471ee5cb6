//! LZ4 images for Python: blocks, each of which may refer to the 64 KiB decoded before it.

use lz4_flex::block::{
    compress_into, decompress_into, decompress_into_with_dict, get_maximum_output_size,
};
use numpy::{PyArray1, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::CodecError;
use crate::rows::in_order;

/// The size of a block comes before it, big endian.
const SIZE_BYTES: usize = 4;
/// How far back a block may refer.
const WINDOW_BYTES: usize = 64 << 10;
/// Most bytes that one byte of a block stands for: it lengthens a match by as many.
const MOST_GAIN: usize = 255;

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

fn decode(mut blocks: &[u8], size: usize) -> Result<Vec<u8>, String> {
    if size > blocks.len().saturating_mul(MOST_GAIN) {
        return Err(format!("{size} bytes cannot be coded in {} bytes", blocks.len()));
    }
    let mut pixels = vec![0; size];
    let mut done = 0;
    while !blocks.is_empty() {
        let (block, rest) = split(blocks)?;
        let (before, room) = pixels.split_at_mut(done);
        let window = &before[before.len().saturating_sub(WINDOW_BYTES)..];
        // The call with a window is slower, and most images have one block.
        let written = match window {
            [] => decompress_into(block, room),
            _ => decompress_into_with_dict(block, room, window),
        };
        done += written.map_err(|error| format!("at byte {done} of {size}: {error}"))?;
        blocks = rest;
    }
    if done < size {
        return Err(format!("image needs {size} bytes, blocks hold {done}"));
    }
    Ok(pixels)
}

/// The first block, and what follows it.
fn split(blocks: &[u8]) -> Result<(&[u8], &[u8]), String> {
    let left = blocks.len();
    let (size, rest) = blocks
        .split_first_chunk::<SIZE_BYTES>()
        .ok_or_else(|| format!("size of a block needs {SIZE_BYTES} bytes, {left} left"))?;
    let size = u32::from_be_bytes(*size) as usize;
    if size == 0 {
        return Err("a block has no bytes".into());
    }
    rest.split_at_checked(size)
        .ok_or_else(|| format!("a block needs {size} bytes, {} left", rest.len()))
}
