//! Operations of the canvas on colours, for Python.

use numpy::ndarray::Array2;
use numpy::{IntoPyArray, PyArray2, PyReadonlyArray2};
use piment_pixels::canvas::{
    Blend, Composite, Fetch, Format, Glyph, Ink, Operator, Placed as At, Plane, Repeat, Window,
    Word, alpha_blend, bilinear, composite, convert, ink, nearest,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use crate::canvas::{CanvasSpans, PlacedColours, Target, Words, at_depth, format, plane};

/// Pixels, matrix, shift, smooth, repeat: how `canvas_composite` reads an image.
type Source<'py> = (PyReadonlyArray2<'py, u32>, [i32; 6], (i64, i64), bool, u8);
/// Steps, start, first pixel wanted, size wanted; each across and down.
type Part = ((i64, i64), (i64, i64), (i64, i64), (usize, usize));
/// Left, top, width, height, rows: a glyph.
type Letter = (i64, i64, usize, usize, PyBackedBytes);

/// Put an image of premultiplied colours over what is there.
#[pyfunction]
pub fn canvas_alpha_blend<'py>(
    py: Python<'py>,
    target: Target<'py>,
    kind: u32,
    spans: &CanvasSpans,
    image: PlacedColours<'py>,
    alpha: u8,
) -> PyResult<()> {
    let (pixels, left, top) = image;
    let image = At { plane: plane(&pixels)?, left, top };
    let blend = Blend { format: format(kind)?, alpha };
    at_depth!(py, spans, target, [], |plane| alpha_blend(&mut plane, &spans.spans, image, blend));
    Ok(())
}

/// Write glyphs of `bits` bits a pixel with a brush of premultiplied colours.
#[pyfunction]
pub fn canvas_ink<'py>(
    py: Python<'py>,
    target: Target<'py>,
    kind: u32,
    spans: &CanvasSpans,
    glyphs: Vec<Letter>,
    bits: usize,
    brush: PlacedColours<'py>,
) -> PyResult<()> {
    let glyphs: Vec<Glyph> = glyphs
        .iter()
        .map(|&(left, top, width, height, ref data)| Glyph { left, top, width, height, data })
        .collect();
    if !matches!(bits, 1 | 4 | 8) || !glyphs.iter().all(|glyph| glyph.is_whole(bits)) {
        return Err(PyValueError::new_err(format!("broken glyphs of {bits} bits a pixel")));
    }
    let text = Ink { format: format(kind)?, bits, glyphs: &glyphs };
    let (tile, left, top) = brush;
    let brush = At { plane: plane(&tile)?, left, top };
    at_depth!(py, spans, target, [], |plane| ink(&mut plane, &spans.spans, &text, brush));
    Ok(())
}

/// Combine a source, within a mask, with what is there.
///
/// `how` is the operator, and whether each channel of the mask limits its own.
#[pyfunction]
pub fn canvas_composite<'py>(
    py: Python<'py>,
    target: Target<'py>,
    kind: u32,
    spans: &CanvasSpans,
    how: (u8, bool),
    source: Source<'py>,
    mask: Option<Source<'py>>,
) -> PyResult<()> {
    let operator = Operator::try_from(how.0)
        .map_err(|number| PyValueError::new_err(format!("there is no operator {number}")))?;
    let work = Composite {
        format: format(kind)?,
        operator,
        source: fetch(&source)?,
        mask: mask.as_ref().map(fetch).transpose()?,
        by_channel: how.1,
    };
    at_depth!(py, spans, target, [], |plane| composite(&mut plane, &spans.spans, &work));
    Ok(())
}

fn fetch<'a>(source: &'a Source<'_>) -> PyResult<Fetch<'a>> {
    let (pixels, transform, shift, smooth, repeat) = source;
    Ok(Fetch {
        plane: plane(pixels)?,
        transform: *transform,
        shift: *shift,
        smooth: *smooth,
        repeat: Repeat::from(*repeat),
    })
}

/// Return pixels of one format as those of another.
#[pyfunction]
pub fn canvas_convert<'py>(
    py: Python<'py>,
    pixels: Words<'py>,
    before: u32,
    after: u32,
) -> PyResult<Bound<'py, PyAny>> {
    let formats = (format(before)?, format(after)?);
    match pixels {
        Words::Byte(pixels) => converted(py, &plane(&pixels)?, formats),
        Words::High(pixels) => converted(py, &plane(&pixels)?, formats),
        Words::Deep(pixels) => converted(py, &plane(&pixels)?, formats),
    }
}

fn converted<'py, P: Word>(
    py: Python<'py>,
    plane: &Plane<P>,
    (before, after): (Format, Format),
) -> PyResult<Bound<'py, PyAny>> {
    let size = (plane.height(), plane.width());
    match after {
        Format::A1 | Format::A8 => {
            let pixels: Vec<u8> = py.detach(|| convert(plane.pixels(), before, after));
            Ok(array(py, pixels, size)?.into_any())
        }
        Format::Rgb555 | Format::Rgb565 => {
            let pixels: Vec<u16> = py.detach(|| convert(plane.pixels(), before, after));
            Ok(array(py, pixels, size)?.into_any())
        }
        Format::Xrgb | Format::Argb => {
            let pixels: Vec<u32> = py.detach(|| convert(plane.pixels(), before, after));
            Ok(array(py, pixels, size)?.into_any())
        }
    }
}

/// Return a part of a scaled image, each pixel one of the image, or 0.
#[pyfunction]
pub fn canvas_nearest<'py>(
    py: Python<'py>,
    pixels: Words<'py>,
    part: Part,
) -> PyResult<Bound<'py, PyAny>> {
    let window = window(part);
    let size = (window.rows, window.columns);
    match pixels {
        Words::Byte(pixels) => {
            let plane = plane(&pixels)?;
            Ok(array(py, py.detach(|| nearest(&plane, &window)), size)?.into_any())
        }
        Words::High(pixels) => {
            let plane = plane(&pixels)?;
            Ok(array(py, py.detach(|| nearest(&plane, &window)), size)?.into_any())
        }
        Words::Deep(pixels) => {
            let plane = plane(&pixels)?;
            Ok(array(py, py.detach(|| nearest(&plane, &window)), size)?.into_any())
        }
    }
}

/// Return a part of a scaled image of 0xAARRGGBB, each pixel mixed of four, or of nothing outside.
#[pyfunction]
pub fn canvas_bilinear<'py>(
    py: Python<'py>,
    pixels: PyReadonlyArray2<'py, u32>,
    part: Part,
) -> PyResult<Bound<'py, PyArray2<u32>>> {
    let window = window(part);
    let plane = plane(&pixels)?;
    array(py, py.detach(|| bilinear(&plane, &window)), (window.rows, window.columns))
}

fn window((step, start, first, size): Part) -> Window {
    Window {
        fx: step.0,
        fy: step.1,
        left: start.0,
        top: start.1,
        first_column: first.0,
        first_row: first.1,
        columns: size.0,
        rows: size.1,
    }
}

fn array<T: numpy::Element>(
    py: Python<'_>,
    pixels: Vec<T>,
    size: (usize, usize),
) -> PyResult<Bound<'_, PyArray2<T>>> {
    let shaped = Array2::from_shape_vec(size, pixels);
    shaped.map(|pixels| pixels.into_pyarray(py)).map_err(|e| PyValueError::new_err(e.to_string()))
}
