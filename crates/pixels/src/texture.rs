//! How pixels differ from their neighbours: the difference between text, photos and plain areas.

use crate::tiles::Tile;
use crate::view::{COLOUR, Grid, Pixel, View};

/// From which difference of a component on two neighbours make an edge; as for graduality
/// (codecs.md 5.3).
pub const EDGE: u8 = 60;

/// Pixels compared in one go, for vector instructions.
const STRETCH: usize = 16;
/// What lifts a component of [`EDGE`] into the top bit of its byte.
const LIFT: u8 = 128 - EDGE;
/// The top bits of the components.
const TOP: u32 = 0x0080_8080;

/// Pairs of neighbours, by how much they differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texture {
    /// Pairs of the same colour.
    pub flat: u32,
    /// Pairs that differ less than [`EDGE`] in each component.
    pub soft: u32,
    /// All others.
    pub edges: u32,
}

/// The texture of each tile: every pixel with its neighbours to the right and below, wherever
/// those lie.
pub fn textures(view: &View<'_>, tile: Tile) -> Grid<Texture> {
    let mut grid = tile.grid(view, Texture::default());
    for row in 0..view.height() {
        for (index, cell) in grid.row_mut(row / tile.height).iter_mut().enumerate() {
            let columns = tile.columns(index, view.width());
            let here = view.part(row, columns.clone());
            cell.add(here, view.part(row, columns.start + 1..view.width().min(columns.end + 1)));
            if row + 1 < view.height() {
                cell.add(here, view.part(row + 1, columns));
            }
        }
    }
    grid
}

impl Texture {
    /// Count pairs; what has no partner does not count.
    #[inline]
    fn add(&mut self, a: &[Pixel], b: &[Pixel]) {
        let length = a.len().min(b.len());
        let (a, b) = (&a[..length], &b[..length]);
        let (mut flat, mut edges) = (0, 0);
        let stretches = a.chunks_exact(STRETCH).zip(b.chunks_exact(STRETCH));
        for (a, b) in stretches {
            let (same, sharp) = count(a.try_into().expect("chunks"), b.try_into().expect("chunks"));
            flat += same;
            edges += sharp;
        }
        let rest = length % STRETCH;
        if rest > 0 {
            let [mut left, mut right] = [[[0; 4]; STRETCH]; 2];
            left[..rest].copy_from_slice(&a[length - rest..]);
            right[..rest].copy_from_slice(&b[length - rest..]);
            let (same, sharp) = count(&left, &right);
            flat += same - (STRETCH - rest) as u32;
            edges += sharp;
        }
        self.flat += flat;
        self.edges += edges;
        self.soft += length as u32 - flat - edges;
    }
}

/// How many pairs are equal, and how many make an edge.
#[inline]
fn count(a: &[Pixel; STRETCH], b: &[Pixel; STRETCH]) -> (u32, u32) {
    let (a, b): (&[u8], &[u8]) = (bytemuck::cast_slice(a), bytemuck::cast_slice(b));
    let mut distances = [0; 4 * STRETCH];
    for (distance, (a, b)) in distances.iter_mut().zip(a.iter().zip(b)) {
        *distance = a.abs_diff(*b);
    }
    let mut lifted = distances;
    for distance in &mut lifted {
        *distance = distance.saturating_add(LIFT);
    }
    let count = |bytes: [u8; 4 * STRETCH], bits: u32| {
        let words: [u32; STRETCH] = bytemuck::cast(bytes);
        words.iter().fold(0, |sum, word| sum + u32::from(u32::from_le(*word) & bits == 0))
    };
    (count(distances, COLOUR), STRETCH as u32 - count(lifted, TOP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_told_apart_by_their_difference() {
        let row = [0, 0, 0, 0, 0, 0, 0, 200, 0, 59, 0, 0, 0, 0, 60, 0];
        let texture = |rows: &[&[u8]]| {
            let whole = Tile { width: 100, height: 100 };
            textures(&View::new(rows[0].len() / 4, rows.iter().copied()), whole).cells[0]
        };
        assert_eq!(texture(&[&row]), Texture { flat: 1, soft: 1, edges: 1 });
        assert_eq!(texture(&[&row, &row]), Texture { flat: 6, soft: 2, edges: 2 });
        assert_eq!(texture(&[&row[..4]]), Texture::default());
    }
}
