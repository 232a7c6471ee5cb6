//! Operations of the canvas on whole pixels, for Python.

use numpy::{PyArray1, PyReadonlyArray2};
use piment_pixels::canvas::{
    Dashes, Placed as At, Rop2, Rop3, TooLong, Word, copy, copy_bits, copy_keyed, copy_ternary,
    fill, flatten, stroke,
};
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;

use crate::canvas::{CanvasSpans, Placed, Target, at_depth};

/// Combine a brush (its pixels, and where its corner lies) with what is there.
#[pyfunction]
pub fn canvas_fill<'py>(
    py: Python<'py>,
    target: Target<'py>,
    spans: &CanvasSpans,
    brush: Placed<'py>,
    rop: u8,
    ones: u32,
) -> PyResult<()> {
    let (tile, left, top) = brush;
    at_depth!(py, spans, target, [tile], |plane| {
        let brush = At { plane: tile, left, top };
        fill(&mut plane, &spans.spans, brush, Rop2::new(rop, Word::narrow(ones)));
    });
    Ok(())
}

/// Combine an image (its pixels, and where its corner lies) with what is there.
#[pyfunction]
pub fn canvas_copy<'py>(
    py: Python<'py>,
    target: Target<'py>,
    spans: &CanvasSpans,
    image: Placed<'py>,
    rop: u8,
    ones: u32,
) -> PyResult<()> {
    let (pixels, left, top) = image;
    at_depth!(py, spans, target, [pixels], |plane| {
        let image = At { plane: pixels, left, top };
        copy(&mut plane, &spans.spans, image, Rop2::new(rop, Word::narrow(ones)));
    });
    Ok(())
}

/// Combine a brush, an image and what is there; `rop` is the code and the bits of a pixel.
#[pyfunction]
pub fn canvas_ternary<'py>(
    py: Python<'py>,
    target: Target<'py>,
    spans: &CanvasSpans,
    image: Placed<'py>,
    brush: Placed<'py>,
    rop: (u8, u32),
) -> PyResult<()> {
    let ((pixels, left, top), (tile, tile_left, tile_top)) = (image, brush);
    let (code, ones) = rop;
    at_depth!(py, spans, target, [pixels, tile], |plane| {
        let image = At { plane: pixels, left, top };
        let brush = At { plane: tile, left: tile_left, top: tile_top };
        copy_ternary(&mut plane, &spans.spans, image, brush, Rop3::new(code, Word::narrow(ones)));
    });
    Ok(())
}

/// Copy within a surface: (x, y) becomes what (x - dx, y - dy) was.
#[pyfunction]
pub fn canvas_copy_bits<'py>(
    py: Python<'py>,
    target: Target<'py>,
    spans: &CanvasSpans,
    dx: i64,
    dy: i64,
) -> PyResult<()> {
    at_depth!(py, spans, target, [], |plane| copy_bits(&mut plane, &spans.spans, dx, dy));
    Ok(())
}

/// Copy the pixels of an image that differ from `key` in any of `bits`.
#[pyfunction]
pub fn canvas_copy_keyed<'py>(
    py: Python<'py>,
    target: Target<'py>,
    spans: &CanvasSpans,
    image: Placed<'py>,
    key: u32,
    bits: u32,
) -> PyResult<()> {
    let (pixels, left, top) = image;
    at_depth!(py, spans, target, [pixels], |plane| {
        let image = At { plane: pixels, left, top };
        copy_keyed(&mut plane, &spans.spans, image, Word::narrow(key), Word::narrow(bits));
    });
    Ok(())
}

/// Return the points, as pairs in pixels, of curves that begin at the pixel `start`.
///
/// `points` are int32 pairs in sixteenths of a pixel, three to a curve.
#[pyfunction]
pub fn canvas_flatten<'py>(
    py: Python<'py>,
    start: (i32, i32),
    points: PyReadonlyArray2<'py, i32>,
) -> PyResult<Bound<'py, PyArray1<i32>>> {
    let line = {
        let (curves, _) = points.as_slice()?.as_chunks::<6>();
        py.detach(|| {
            let mut line = vec![start];
            for [ax, ay, bx, by, cx, cy] in curves {
                let from = line.last().copied().unwrap_or(start);
                flatten(&mut line, from, [(*ax, *ay), (*bx, *by), (*cx, *cy)])?;
            }
            Ok(line)
        })
        .map_err(too_long)?
    };
    let flat = line[1..].iter().flat_map(|(x, y)| [*x, *y]).collect();
    Ok(PyArray1::from_vec(py, flat))
}

/// Combine a brush with what is there along lines, each int32 pairs of pixels.
///
/// `dashes` are the lengths of dashes and gaps in turn, and where in them lines begin.
#[pyfunction]
pub fn canvas_stroke<'py>(
    py: Python<'py>,
    target: Target<'py>,
    spans: &CanvasSpans,
    lines: Vec<PyReadonlyArray2<'py, i32>>,
    dashes: (Vec<u8>, u8),
    brush: Placed<'py>,
    rop: (u8, u32),
) -> PyResult<()> {
    let lines = lines.iter().map(|line| {
        let (points, _) = line.as_slice()?.as_chunks::<2>();
        Ok(points.iter().map(|[x, y]| (*x, *y)).collect())
    });
    let lines = lines.collect::<PyResult<Vec<Vec<_>>>>()?;
    let dashes = Dashes::new(&dashes.0, dashes.1);
    let ((tile, left, top), (code, ones)) = (brush, rop);
    let drawn = at_depth!(py, spans, target, [tile], |plane| {
        let brush = At { plane: tile, left, top };
        let rop = Rop2::new(code, Word::narrow(ones));
        stroke(&mut plane, &spans.spans, &lines, &dashes, brush, rop)
    });
    drawn.map_err(too_long)
}

fn too_long(TooLong: TooLong) -> PyErr {
    PyOverflowError::new_err("the path is too long to be drawn")
}
