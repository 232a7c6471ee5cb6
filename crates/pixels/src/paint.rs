//! Painting that tells what it changed.

use std::ops::Range;

use crate::Rect;

/// Rows of a tile. Together with [`TILE_COLUMNS`]: small enough that a changed word of text does
/// not drag a whole window along, large enough that the cost of a tile is that of its memory.
pub const TILE_ROWS: usize = 16;
/// Columns of a tile: 256 bytes of a row.
pub const TILE_COLUMNS: usize = 64;

/// Colour bits of two pixels.
const COLOURS: u64 = 0x00ff_ffff_00ff_ffff;

/// Copy rows of pixels over rows of a surface, and return what changed.
///
/// `target` and `source` give rows of the same width, 4 bytes a pixel, X ignored; where no colour
/// changes, nothing is written. The rectangles returned are counted from the first row and column
/// given, do not overlap, and together hold every pixel that changed. They are unions of tiles,
/// trimmed to the outermost changed pixels.
///
/// # Panics
/// When rows differ in length or do not hold whole pixels.
pub fn paint<'a, 'b>(
    target: impl IntoIterator<Item = &'a mut [u8]>,
    source: impl IntoIterator<Item = &'b [u8]>,
) -> Vec<Rect> {
    let mut merged = Merged::default();
    let mut band = Vec::new();
    let mut row = 0;
    for (target, source) in target.into_iter().zip(source) {
        paint_row(bytemuck::cast_slice_mut(target), bytemuck::cast_slice(source), row, &mut band);
        row += 1;
        if row % TILE_ROWS == 0 {
            merged.add(&mut band);
        }
    }
    merged.add(&mut band);
    merged.finish()
}

/// Paint one row, and let the tiles of its band grow by what changed.
fn paint_row(target: &mut [[u8; 4]], source: &[[u8; 4]], row: usize, band: &mut Vec<Option<Rect>>) {
    assert_eq!(target.len(), source.len());
    band.resize(target.len().div_ceil(TILE_COLUMNS), None);
    let parts = target.chunks_mut(TILE_COLUMNS).zip(source.chunks(TILE_COLUMNS));
    for ((tile, (target, source)), first) in
        band.iter_mut().zip(parts).zip((0..).step_by(TILE_COLUMNS))
    {
        let Some(columns) = changed(target, source) else {
            continue;
        };
        target[columns.clone()].copy_from_slice(&source[columns.clone()]);
        let now = Rect {
            left: first + columns.start,
            top: row,
            right: first + columns.end,
            bottom: row + 1,
        };
        *tile = Some(tile.map_or(now, |before| before.bounds(now)));
    }
}

/// The columns from the first to the last whose colour differs.
#[inline]
fn changed(target: &[[u8; 4]], source: &[[u8; 4]]) -> Option<Range<usize>> {
    let differs = |(a, b): (&[u8; 4], &[u8; 4])| colour(*a) != colour(*b);
    if let (Ok(target), Ok(source)) =
        (<&[_; TILE_COLUMNS]>::try_from(target), <&[_; TILE_COLUMNS]>::try_from(source))
        && same_tile_row(target, source)
    {
        return None;
    }
    let first = target.iter().zip(source).position(differs)?;
    let last = target.iter().zip(source).rposition(differs)?;
    Some(first..last + 1)
}

/// Whether a whole row of a tile has the same colours; the loop has no branch, so that the
/// compiler makes vector instructions of it.
#[inline]
fn same_tile_row(target: &[[u8; 4]; TILE_COLUMNS], source: &[[u8; 4]; TILE_COLUMNS]) -> bool {
    let pairs = target.chunks_exact(2).zip(source.chunks_exact(2));
    pairs.fold(0, |sum, (a, b)| sum | ((two(a) ^ two(b)) & COLOURS)) == 0
}

#[inline]
fn two(pixels: &[[u8; 4]]) -> u64 {
    u64::from(u32::from_le_bytes(pixels[0])) | (u64::from(u32::from_le_bytes(pixels[1])) << 32)
}

#[inline]
fn colour(pixel: [u8; 4]) -> u32 {
    u32::from_le_bytes(pixel) & COLOURS as u32
}

/// Changed tiles on their way to few rectangles.
#[derive(Default)]
struct Merged {
    done: Vec<Rect>,
    open: Vec<Run>,
}

/// Neighbouring changed tiles, over one or more bands of tile rows.
#[derive(Clone)]
struct Run {
    tiles: Range<usize>,
    around: Rect,
}

impl Merged {
    /// Take the tiles of the next band and leave it empty. A run of tiles that lies exactly below
    /// one of the band before becomes one rectangle with it.
    fn add(&mut self, band: &mut Vec<Option<Rect>>) {
        let above = std::mem::replace(&mut self.open, runs(band));
        band.clear();
        for run in above {
            match self.open.iter_mut().find(|below| below.tiles == run.tiles) {
                Some(below) => below.around = below.around.bounds(run.around),
                None => self.done.push(run.around),
            }
        }
    }

    fn finish(mut self) -> Vec<Rect> {
        self.done.extend(self.open.into_iter().map(|run| run.around));
        self.done.sort_by_key(|rect| (rect.top, rect.left));
        self.done
    }
}

/// Neighbouring changed tiles of a band, joined.
fn runs(band: &[Option<Rect>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, tile) in band.iter().enumerate() {
        let Some(tile) = *tile else {
            continue;
        };
        match runs.last_mut() {
            Some(run) if run.tiles.end == index => {
                run.tiles.end = index + 1;
                run.around = run.around.bounds(tile);
            }
            _ => runs.push(Run { tiles: index..index + 1, around: tile }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 200;
    const HEIGHT: usize = 50;

    fn painted(dots: &[(usize, usize)]) -> (Vec<Rect>, Vec<u8>) {
        let mut surface = vec![0; 4 * WIDTH * HEIGHT];
        let mut pixels = surface.clone();
        for (x, y) in dots {
            pixels[4 * (y * WIDTH + x) + 1] = 9;
        }
        let rows = surface.chunks_exact_mut(4 * WIDTH);
        let rects = paint(rows, pixels.chunks_exact(4 * WIDTH));
        assert_eq!(surface, pixels);
        (rects, surface)
    }

    fn rect(left: usize, top: usize, right: usize, bottom: usize) -> Rect {
        Rect { left, top, right, bottom }
    }

    #[test]
    fn nothing_changed_is_nothing() {
        assert_eq!(painted(&[]).0, []);
    }

    #[test]
    fn rectangles_are_trimmed() {
        assert_eq!(painted(&[(3, 4)]).0, [rect(3, 4, 4, 5)]);
        assert_eq!(painted(&[(199, 49)]).0, [rect(199, 49, 200, 50)]);
        assert_eq!(painted(&[(5, 9), (40, 2)]).0, [rect(5, 2, 41, 10)]);
    }

    #[test]
    fn neighbours_merge() {
        assert_eq!(painted(&[(3, 4), (70, 5)]).0, [rect(3, 4, 71, 6)]);
        assert_eq!(painted(&[(3, 4), (5, 20)]).0, [rect(3, 4, 6, 21)]);
        assert_eq!(painted(&[(3, 4), (150, 5)]).0, [rect(3, 4, 4, 5), rect(150, 5, 151, 6)]);
        assert_eq!(painted(&[(3, 4), (3, 40)]).0, [rect(3, 4, 4, 5), rect(3, 40, 4, 41)]);
    }

    #[test]
    fn the_fourth_byte_does_not_count() {
        let mut surface = vec![0; 4 * 70];
        let pixels = [0, 0, 0, 255].repeat(70);
        assert_eq!(paint([&mut surface[..]], [&pixels[..]]), []);
        assert_eq!(surface, vec![0; 4 * 70]);
    }
}
