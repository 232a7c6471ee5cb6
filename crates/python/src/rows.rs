//! Rows of numpy arrays as the kernels want them.

use std::borrow::Cow;

use numpy::ndarray::{ArrayView2, Axis};
use pyo3::PyResult;
use pyo3::exceptions::PyValueError;

/// The rows one after the other, top first or bottom first; copied only when they are not so in
/// memory already.
pub fn in_order<'a>(rows: &ArrayView2<'a, u8>, top_first: bool) -> PyResult<Cow<'a, [u8]>> {
    if top_first && let Some(bytes) = rows.to_slice() {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut bytes = Vec::with_capacity(rows.len());
    let count = rows.nrows();
    for index in 0..count {
        let index = if top_first { index } else { count - 1 - index };
        let row = rows.index_axis(Axis(0), index);
        bytes.extend_from_slice(row.as_slice().ok_or_else(broken_row)?);
    }
    Ok(Cow::Owned(bytes))
}

/// The error for arrays whose rows have gaps.
pub fn broken_row() -> pyo3::PyErr {
    PyValueError::new_err("pixels of a row must be contiguous in memory")
}
