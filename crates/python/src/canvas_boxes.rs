//! Many boxes at a time, for Python.

use numpy::{Element, PyReadonlyArray2, PyReadwriteArray2, PyUntypedArrayMethods};
use piment_pixels::Rect;
use piment_pixels::canvas::{Area, Placed, PlaneMut, Word, copy_boxes, fill_boxes};
use pyo3::prelude::*;

use crate::canvas::{Edges, Target, Words, area, depths_differ, plane};

/// Left, top, right, bottom and pixel of a box.
type Filled = (i64, i64, i64, i64, u32);
/// An image, the box that it is put into, and where its corner lies.
type Copied<'py> = (Words<'py>, Edges, (i64, i64));
/// Left, top, right, bottom of what changed.
type Changed = (usize, usize, usize, usize);

/// Fill boxes, the first one first, with those bits of their pixels that are `ones`; return at most
/// `most` rectangles that hold all that changed.
#[pyfunction]
pub fn canvas_fill_boxes<'py>(
    py: Python<'py>,
    target: Target<'py>,
    boxes: Vec<Filled>,
    ones: u32,
    most: usize,
) -> PyResult<Vec<Changed>> {
    let boxes = boxes.iter().map(|&(left, top, right, bottom, pixel)| {
        (Area { left, top, right, bottom }, pixel & ones)
    });
    match target {
        Target::Byte(target) => filled(py, target, boxes, most),
        Target::High(target) => filled(py, target, boxes, most),
        Target::Deep(target) => filled(py, target, boxes, most),
    }
}

fn filled<P: Word + Element>(
    py: Python<'_>,
    mut target: PyReadwriteArray2<'_, P>,
    boxes: impl Iterator<Item = (Area, u32)> + Send,
    most: usize,
) -> PyResult<Vec<Changed>> {
    let mut surface = surface(&mut target)?;
    let boxes = boxes.map(|(area, pixel)| (area, P::narrow(pixel)));
    Ok(py.detach(|| fill_boxes(&mut surface, boxes, most)).iter().map(edges).collect())
}

/// Put images into boxes, the first one first; return at most `most` rectangles that hold all that
/// changed.
#[pyfunction]
pub fn canvas_copy_boxes<'py>(
    py: Python<'py>,
    target: Target<'py>,
    boxes: Vec<Copied<'py>>,
    most: usize,
) -> PyResult<Vec<Changed>> {
    match target {
        Target::Byte(target) => copied(py, target, &boxes, most),
        Target::High(target) => copied(py, target, &boxes, most),
        Target::Deep(target) => copied(py, target, &boxes, most),
    }
}

fn copied<P: Depth>(
    py: Python<'_>,
    mut target: PyReadwriteArray2<'_, P>,
    boxes: &[Copied<'_>],
    most: usize,
) -> PyResult<Vec<Changed>> {
    let placed = boxes.iter().map(|(words, edges, (left, top))| {
        let image = plane(P::of(words).ok_or_else(depths_differ)?)?;
        Ok((area(*edges), Placed { plane: image, left: *left, top: *top }))
    });
    let placed = placed.collect::<PyResult<Vec<_>>>()?.into_iter();
    let mut surface = surface(&mut target)?;
    Ok(py.detach(|| copy_boxes(&mut surface, placed, most)).iter().map(edges).collect())
}

/// A word, as which arrays of one depth hold their pixels.
trait Depth: Word + Element {
    /// The array, if it has this depth.
    fn of<'a, 'py>(words: &'a Words<'py>) -> Option<&'a PyReadonlyArray2<'py, Self>>;
}

macro_rules! depths {
    ($($kind:ident: $word:ty),*) => {$(
        impl Depth for $word {
            fn of<'a, 'py>(words: &'a Words<'py>) -> Option<&'a PyReadonlyArray2<'py, Self>> {
                if let Words::$kind(array) = words { Some(array) } else { None }
            }
        }
    )*};
}
depths!(Byte: u8, High: u16, Deep: u32);

fn surface<'a, P: Word + Element>(
    array: &'a mut PyReadwriteArray2<'_, P>,
) -> PyResult<PlaneMut<'a, P>> {
    let (height, width) = (array.shape()[0], array.shape()[1]);
    Ok(PlaneMut::new(array.as_slice_mut()?, width, height))
}

fn edges(rect: &Rect) -> Changed {
    (rect.left, rect.top, rect.right, rect.bottom)
}
