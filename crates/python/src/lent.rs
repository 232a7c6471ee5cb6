//! Numpy arrays over memory that Rust keeps: the one module with `unsafe`.
//!
//! The images of a GLZ window are needed by later images and by whoever asked for them. To copy
//! them costs as much again as to decode them (0.45 of 0.45 ms for 1920x1080 pixels; 3.5 ms when
//! the memory is fresh).

#![allow(unsafe_code)]

use std::sync::Arc;

use numpy::ndarray::ArrayView1;
use numpy::{PyArray1, PyArrayMethods};
use piment_glz::Image;
use pyo3::prelude::*;

/// Keeps an image alive for a numpy array.
#[pyclass(frozen)]
struct Lender(Arc<Image>);

/// The pixels of an image as an array that nobody can write to.
pub fn lent(py: Python<'_>, image: Arc<Image>) -> PyResult<Bound<'_, PyArray1<u8>>> {
    let lender = Bound::new(py, Lender(image))?;
    let view = ArrayView1::from(&lender.get().0.pixels[..]);
    // SAFETY: the lender, which becomes the array's base object, owns a share of the image. Images
    // do not change and their pixels do not move; nobody else has a reference that could write, and
    // the array loses its own right to in the next line, before anybody sees it.
    let array = unsafe { PyArray1::borrow_from_array(&view, lender.clone().into_any()) };
    array.try_readwrite()?.make_nonwriteable();
    Ok(array)
}
