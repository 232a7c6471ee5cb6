//! Measures of pictures for Python.

use numpy::ndarray::{Array2, Array3, ArrayView3, Axis};
use numpy::{
    IntoPyArray, PyArray1, PyArray2, PyArray3, PyReadonlyArray2, PyReadonlyArray3, ToPyArray,
};
use piment_pixels::{Depth, Grid, MOST_COLOURS, Rect, Shift, Texture, Tile, View};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::rows::broken_row;

/// An area (left, top, right, bottom), how far its pixels came (right, down), and the gain.
type Moved = ((usize, usize, usize, usize), (isize, isize), usize);
/// Colours, and the place of each pixel's among them.
type Indexed<'py> = (Bound<'py, PyArray1<u32>>, Bound<'py, PyArray2<u8>>);

/// How photo-like a picture is: 0, 1 or 2; rows of 2, 3 or 4 bytes a pixel.
#[pyfunction]
pub fn graduality(
    py: Python<'_>,
    rows: PyReadonlyArray2<'_, u8>,
    bytes_per_pixel: usize,
) -> PyResult<u8> {
    let view = rows.as_array();
    let depth = [Depth::Bits16, Depth::Bits24, Depth::Bits32]
        .into_iter()
        .find(|depth| depth.bytes() == bytes_per_pixel)
        .ok_or_else(|| PyValueError::new_err(format!("{bytes_per_pixel} bytes a pixel")))?;
    py.detach(|| {
        let rows = view.outer_iter().map(|row| row.to_slice().ok_or_else(broken_row));
        let rows = rows.collect::<PyResult<Vec<_>>>()?;
        let width = view.ncols() / bytes_per_pixel;
        Ok(piment_pixels::graduality(&rows, width, depth) as u8)
    })
}

/// Whether two pictures have the same colours.
#[pyfunction]
pub fn equal(
    py: Python<'_>,
    before: PyReadonlyArray3<'_, u8>,
    after: PyReadonlyArray3<'_, u8>,
) -> PyResult<bool> {
    let (before, after) = (before.as_array(), after.as_array());
    py.detach(|| {
        let (before, after) = two_views(&before, &after)?;
        Ok(piment_pixels::equal(&before, &after))
    })
}

/// Which tiles differ.
#[pyfunction]
pub fn changed_tiles<'py>(
    py: Python<'py>,
    before: PyReadonlyArray3<'py, u8>,
    after: PyReadonlyArray3<'py, u8>,
    tile: (usize, usize),
) -> PyResult<Bound<'py, PyArray2<bool>>> {
    let tile = tile_of(tile)?;
    let (before, after) = (before.as_array(), after.as_array());
    let grid = py.detach(|| {
        let (before, after) = two_views(&before, &after)?;
        array(piment_pixels::changed(&before, &after, tile))
    })?;
    Ok(grid.into_pyarray(py))
}

/// A hash of each tile.
#[pyfunction]
pub fn tile_hashes<'py>(
    py: Python<'py>,
    pixels: PyReadonlyArray3<'py, u8>,
    tile: (usize, usize),
) -> PyResult<Bound<'py, PyArray2<u64>>> {
    let tile = tile_of(tile)?;
    let pixels = pixels.as_array();
    let grid = py.detach(|| array(piment_pixels::hashes(&view(&pixels)?, tile)))?;
    Ok(grid.into_pyarray(py))
}

/// The colour of each tile that has only one.
#[pyfunction]
pub fn solid_tiles<'py>(
    py: Python<'py>,
    pixels: PyReadonlyArray3<'py, u8>,
    tile: (usize, usize),
) -> PyResult<Bound<'py, PyArray2<u32>>> {
    let tile = tile_of(tile)?;
    let pixels = pixels.as_array();
    let grid = py.detach(|| array(piment_pixels::solids(&view(&pixels)?, tile)))?;
    Ok(grid.into_pyarray(py))
}

/// Pairs of neighbours in each tile: flat, soft, edges.
#[pyfunction]
pub fn tile_textures<'py>(
    py: Python<'py>,
    pixels: PyReadonlyArray3<'py, u8>,
    tile: (usize, usize),
) -> PyResult<Bound<'py, PyArray3<u32>>> {
    let tile = tile_of(tile)?;
    let pixels = pixels.as_array();
    let grid = py.detach(|| {
        let Grid { columns, rows, cells } = piment_pixels::textures(&view(&pixels)?, tile);
        let counts =
            cells.into_iter().flat_map(|Texture { flat, soft, edges }| [flat, soft, edges]);
        Array3::from_shape_vec((rows, columns, 3), counts.collect()).map_err(misshapen)
    })?;
    Ok(grid.into_pyarray(py))
}

/// The one colour of all pixels.
#[pyfunction]
pub fn solid_colour(py: Python<'_>, pixels: PyReadonlyArray3<'_, u8>) -> PyResult<Option<u32>> {
    let pixels = pixels.as_array();
    py.detach(|| Ok(piment_pixels::solid(&view(&pixels)?)))
}

/// The colours of all pixels, if there are no more than `most`.
#[pyfunction]
pub fn colours<'py>(
    py: Python<'py>,
    pixels: PyReadonlyArray3<'py, u8>,
    most: usize,
) -> PyResult<Option<Bound<'py, PyArray1<u32>>>> {
    let pixels = pixels.as_array();
    check_most(most)?;
    let found = py.detach(|| {
        let view = view(&pixels)?;
        Ok::<_, PyErr>(piment_pixels::palette(&view, most, |_| ()))
    })?;
    Ok(found.map(|colours| colours.to_pyarray(py)))
}

/// The colours of all pixels and where each pixel's stands, if there are no more than `most`.
#[pyfunction]
pub fn indexed<'py>(
    py: Python<'py>,
    pixels: PyReadonlyArray3<'py, u8>,
    most: usize,
) -> PyResult<Option<Indexed<'py>>> {
    let pixels = pixels.as_array();
    check_most(most)?;
    let found = py.detach(|| {
        let view = view(&pixels)?;
        let mut indices = Vec::with_capacity(view.width() * view.height());
        let found = piment_pixels::palette(&view, most, |index| indices.push(index));
        found
            .map(|colours| {
                let shape = (view.height(), view.width());
                Array2::from_shape_vec(shape, indices).map(|indices| (colours, indices))
            })
            .transpose()
            .map_err(misshapen)
    })?;
    Ok(found.map(|(colours, indices)| (colours.to_pyarray(py), indices.into_pyarray(py))))
}

/// What moved from one picture to the next.
#[pyfunction]
pub fn find_shift(
    py: Python<'_>,
    before: PyReadonlyArray3<'_, u8>,
    after: PyReadonlyArray3<'_, u8>,
) -> PyResult<Option<Moved>> {
    let (before, after) = (before.as_array(), after.as_array());
    let found = py.detach(|| {
        let (before, after) = two_views(&before, &after)?;
        Ok::<_, PyErr>(piment_pixels::find_shift(&before, &after))
    })?;
    Ok(found.map(|Shift { area, dx, dy, gain }| {
        let Rect { left, top, right, bottom } = area;
        ((left, top, right, bottom), (dx, dy), gain)
    }))
}

/// Where a small picture first lies in a large one: (column, row).
#[pyfunction]
pub fn find_picture(
    py: Python<'_>,
    picture: PyReadonlyArray3<'_, u8>,
    template: PyReadonlyArray3<'_, u8>,
    tolerance: u8,
) -> PyResult<Option<(usize, usize)>> {
    let (picture, template) = (picture.as_array(), template.as_array());
    py.detach(|| Ok(piment_pixels::find(&view(&picture)?, &view(&template)?, tolerance)))
}

fn view<'a>(pixels: &ArrayView3<'a, u8>) -> PyResult<View<'a>> {
    let (height, width, bytes) = pixels.dim();
    if bytes != 4 {
        return Err(PyValueError::new_err(format!("pixels have 4 bytes, not {bytes}")));
    }
    let rows = (0..height).map(|row| {
        let row = (*pixels).index_axis_move(Axis(0), row);
        row.to_slice().ok_or_else(broken_row)
    });
    Ok(View::new(width, rows.collect::<PyResult<Vec<_>>>()?))
}

fn two_views<'a>(
    before: &ArrayView3<'a, u8>,
    after: &ArrayView3<'a, u8>,
) -> PyResult<(View<'a>, View<'a>)> {
    if before.dim() != after.dim() {
        let sizes = format!("{:?} and {:?}", before.dim(), after.dim());
        return Err(PyValueError::new_err(format!("pictures differ in shape: {sizes}")));
    }
    Ok((view(before)?, view(after)?))
}

fn tile_of((width, height): (usize, usize)) -> PyResult<Tile> {
    if width == 0 || height == 0 {
        return Err(PyValueError::new_err(format!("tiles of {width}x{height} pixels")));
    }
    Ok(Tile { width, height })
}

fn check_most(most: usize) -> PyResult<()> {
    if most > MOST_COLOURS {
        let error = format!("{most} colours, at most {MOST_COLOURS} can be told apart");
        return Err(PyValueError::new_err(error));
    }
    Ok(())
}

fn array<T>(grid: Grid<T>) -> PyResult<Array2<T>> {
    Array2::from_shape_vec((grid.rows, grid.columns), grid.cells).map_err(misshapen)
}

fn misshapen(error: numpy::ndarray::ShapeError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
