//! Rows of numpy arrays as the kernels want them.

use std::borrow::Cow;

use numpy::ndarray::{ArrayView2, Axis};
use pyo3::PyResult;
use pyo3::exceptions::PyValueError;

/// The rows one after the other, top first or bottom first; copied only when they are not so in
/// memory already.
pub fn in_order<'a>(rows: &ArrayView2<'a, u8>, top_first: bool) -> PyResult<Cow<'a, [u8]>> {
    let stretches = stretches(rows, top_first)?;
    match stretches[..] {
        [whole] => Ok(Cow::Borrowed(whole)),
        _ => Ok(Cow::Owned(stretches.concat())),
    }
}

/// The rows, top first or bottom first, in the longest slices that they make up in memory.
pub fn stretches<'a>(rows: &ArrayView2<'a, u8>, top_first: bool) -> PyResult<Vec<&'a [u8]>> {
    if top_first && let Some(whole) = rows.to_slice() {
        return Ok(vec![whole]);
    }
    let single = (0..rows.nrows())
        .map(|row| (*rows).index_axis_move(Axis(0), row).to_slice().ok_or_else(broken_row));
    let mut stretches = single.collect::<PyResult<Vec<_>>>()?;
    if !top_first {
        stretches.reverse();
    }
    Ok(stretches)
}

/// The error for arrays whose rows have gaps.
pub fn broken_row() -> pyo3::PyErr {
    PyValueError::new_err("pixels of a row must be contiguous in memory")
}
