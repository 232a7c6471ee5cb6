//! The canvas for Python: where drawing may happen, and pixels of any depth.

use numpy::{
    PyArrayDescrMethods, PyReadonlyArray2, PyReadwriteArray2, PyUntypedArray, PyUntypedArrayMethods,
};
use piment_pixels::canvas::{Area, Format, Plane, PlaneMut, Spans, Word};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Left, top, right, bottom.
pub type Edges = (i64, i64, i64, i64);

/// Pixels to read: uint8, uint16 or uint32 of shape (height, width), contiguous.
pub enum Words<'py> {
    Byte(PyReadonlyArray2<'py, u8>),
    High(PyReadonlyArray2<'py, u16>),
    Deep(PyReadonlyArray2<'py, u32>),
}

/// Pixels to change, of the same forms.
pub enum Target<'py> {
    Byte(PyReadwriteArray2<'py, u8>),
    High(PyReadwriteArray2<'py, u16>),
    Deep(PyReadwriteArray2<'py, u32>),
}

/// Take an array for what the size of its items says: each type that is tried in vain costs an error
/// in words, which takes longer than to draw something small.
macro_rules! by_item_size {
    ($kind:ident) => {
        impl<'py> FromPyObject<'_, 'py> for $kind<'py> {
            type Error = PyErr;

            fn extract(array: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                match array.cast::<PyUntypedArray>()?.dtype().itemsize() {
                    1 => Ok(Self::Byte(array.extract()?)),
                    2 => Ok(Self::High(array.extract()?)),
                    _ => Ok(Self::Deep(array.extract()?)),
                }
            }
        }
    };
}
by_item_size!(Words);
by_item_size!(Target);

/// Pixels, and the place of their corner on the surface.
pub type Placed<'py> = (Words<'py>, i64, i64);
/// Pixels 0xAARRGGBB, and the place of their corner on the surface.
pub type PlacedColours<'py> = (PyReadonlyArray2<'py, u32>, i64, i64);

/// Run an expression with the plane of a target and those of images of the same depth.
macro_rules! at_depth {
    ($py:expr, $spans:expr, $target:expr, [$($image:ident),*], |$plane:ident| $work:expr) => {{
        match ($target, $($image),*) {
            ($crate::canvas::Target::Byte(mut target), $($crate::canvas::Words::Byte($image)),*) => {
                $(let $image = $crate::canvas::plane(&$image)?;)*
                let mut $plane = $crate::canvas::plane_mut(&mut target, $spans)?;
                $py.detach(|| $work)
            }
            ($crate::canvas::Target::High(mut target), $($crate::canvas::Words::High($image)),*) => {
                $(let $image = $crate::canvas::plane(&$image)?;)*
                let mut $plane = $crate::canvas::plane_mut(&mut target, $spans)?;
                $py.detach(|| $work)
            }
            ($crate::canvas::Target::Deep(mut target), $($crate::canvas::Words::Deep($image)),*) => {
                $(let $image = $crate::canvas::plane(&$image)?;)*
                let mut $plane = $crate::canvas::plane_mut(&mut target, $spans)?;
                $py.detach(|| $work)
            }
            #[allow(unreachable_patterns)] // without images, depths cannot differ
            _ => return Err($crate::canvas::depths_differ()),
        }
    }};
}
pub(crate) use at_depth;

/// An array as the kernels read it.
pub fn plane<'a, P: Word + numpy::Element>(
    array: &'a PyReadonlyArray2<'_, P>,
) -> PyResult<Plane<'a, P>> {
    let (height, width) = (array.shape()[0], array.shape()[1]);
    Ok(Plane::new(array.as_slice()?, width, height))
}

/// A surface as the kernels change it; it must be the one that `spans` were made for.
pub fn plane_mut<'a, P: Word + numpy::Element>(
    array: &'a mut PyReadwriteArray2<'_, P>,
    spans: &CanvasSpans,
) -> PyResult<PlaneMut<'a, P>> {
    let (height, width) = (array.shape()[0], array.shape()[1]);
    if spans.spans.size() != (width, height) {
        let (wide, high) = spans.spans.size();
        return Err(PyValueError::new_err(format!(
            "spans of a surface of {wide}x{high} do not fit one of {width}x{height}"
        )));
    }
    Ok(PlaneMut::new(array.as_slice_mut()?, width, height))
}

/// The error for images that have not the depth of the surface.
pub fn depths_differ() -> PyErr {
    PyValueError::new_err("surface, image and brush must have the same depth")
}

/// The format of a number.
pub fn format(number: u32) -> PyResult<Format> {
    Format::try_from(number)
        .map_err(|number| PyValueError::new_err(format!("there is no pixel format {number}")))
}

/// The area of a rectangle.
pub fn area((left, top, right, bottom): Edges) -> Area {
    Area { left, top, right, bottom }
}

/// Where drawing may happen: pixels of a surface, as runs of rows.
#[pyclass(frozen)]
pub struct CanvasSpans {
    pub spans: Spans,
}

#[pymethods]
impl CanvasSpans {
    /// The pixels of a surface that lie in a box, and in any of `rects` if there is a list.
    #[new]
    #[pyo3(signature = (width, height, edges, rects=None))]
    fn new(width: usize, height: usize, edges: Edges, rects: Option<Vec<Edges>>) -> Self {
        let rects: Option<Vec<Area>> = rects.map(|rects| rects.into_iter().map(area).collect());
        Self { spans: Spans::new((width, height), area(edges), rects.as_deref()) }
    }

    /// The pixels where the bit of a mask is one, or zero; none outside the mask.
    fn masked<'py>(
        &self,
        py: Python<'py>,
        bits: PyReadonlyArray2<'py, u8>,
        left: i64,
        top: i64,
        inverted: bool,
    ) -> PyResult<Self> {
        let mask = plane(&bits)?;
        Ok(Self { spans: py.detach(|| self.spans.masked(&mask, (left, top), inverted)) })
    }

    /// The pixels as rectangles, or their bounds when there are more than `most`.
    fn rects(&self, most: usize) -> Vec<(usize, usize, usize, usize)> {
        let rects = self.spans.rects(most).into_iter();
        rects.map(|rect| (rect.left, rect.top, rect.right, rect.bottom)).collect()
    }
}
