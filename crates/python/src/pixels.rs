//! Pixel kernels for Python.

use numpy::ndarray::{ArrayView3, ArrayViewMut3, Axis, s};
use numpy::{PyReadonlyArray3, PyReadwriteArray3};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::rows::broken_row;

/// Copy pixels into a surface; return (left, top, right, bottom) of what changed.
#[pyfunction]
pub fn paint<'py>(
    py: Python<'py>,
    mut surface: PyReadwriteArray3<'py, u8>,
    left: usize,
    top: usize,
    pixels: PyReadonlyArray3<'py, u8>,
) -> PyResult<Vec<(usize, usize, usize, usize)>> {
    let source = pixels.as_array();
    let mut target = part(surface.as_array_mut(), left, top, source.dim())?;
    let rects = py.detach(|| {
        let source = source_rows(&source)?;
        Ok::<_, PyErr>(piment_pixels::paint(target_rows(&mut target)?, source))
    })?;
    let moved = rects.into_iter();
    Ok(moved
        .map(|rect| (left + rect.left, top + rect.top, left + rect.right, top + rect.bottom))
        .collect())
}

/// The part of a surface that an image of shape `size` covers.
fn part<'a>(
    surface: ArrayViewMut3<'a, u8>,
    left: usize,
    top: usize,
    size: (usize, usize, usize),
) -> PyResult<ArrayViewMut3<'a, u8>> {
    let (rows, columns, depth) = surface.dim();
    let (height, width, bytes) = size;
    let fits = |first: usize, length: usize, end: usize| length <= end && first <= end - length;
    if depth != 4 || bytes != 4 || !fits(left, width, columns) || !fits(top, height, rows) {
        return Err(PyValueError::new_err(format!(
            "{width}x{height}+{left}+{top} ({bytes} bytes a pixel) does not fit into a surface of \
             {columns}x{rows} ({depth} bytes a pixel)"
        )));
    }
    Ok(surface.slice_move(s![top..top + height, left..left + width, ..]))
}

fn source_rows<'a>(pixels: &ArrayView3<'a, u8>) -> PyResult<Vec<&'a [u8]>> {
    let rows = 0..pixels.dim().0;
    rows.map(|row| (*pixels).index_axis_move(Axis(0), row))
        .map(|row| row.to_slice().ok_or_else(broken_row))
        .collect()
}

fn target_rows<'a>(pixels: &'a mut ArrayViewMut3<'_, u8>) -> PyResult<Vec<&'a mut [u8]>> {
    let rows = pixels.axis_iter_mut(Axis(0));
    rows.map(|row| row.into_slice().ok_or_else(broken_row)).collect()
}
