//! Sets of pixels as runs of rows: where drawing may happen.

use super::plane::{Area, Plane};
use crate::Rect;

/// Pixels of a surface: bands of rows that have the same runs of columns.
///
/// Bands lie one below the other, runs one beside the other; none overlap.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    width: usize,
    height: usize,
    bands: Vec<Band>,
    runs: Vec<(usize, usize)>,
}

#[derive(Clone, Debug)]
struct Band {
    top: usize,
    bottom: usize,
    first: usize,
    last: usize,
}

impl Spans {
    /// The pixels of a surface that lie in `area`, and in any of `rects` if there is a list.
    ///
    /// Takes time linear in the number of rectangles and pixels, however they overlap.
    pub fn new((width, height): (usize, usize), area: Area, rects: Option<&[Area]>) -> Self {
        let whole = Area { left: 0, top: 0, right: width as i64, bottom: height as i64 };
        let area = area.intersection(whole);
        let mut spans = Self { width, height, ..Self::default() };
        if area.is_empty() {
            return spans;
        }
        match rects {
            None => spans.push(rows(area), [columns(area)]),
            Some(rects) => spans.sweep(area, rects),
        }
        spans
    }

    /// Width and height of the surface.
    pub fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// Whether there is no pixel.
    pub fn is_empty(&self) -> bool {
        self.bands.is_empty()
    }

    /// The pixels (x, y) for which `mask` has a one at (x - left, y - top), or a zero if `inverted`.
    ///
    /// What lies outside the mask does not belong to it either way.
    #[must_use]
    pub fn masked(&self, mask: &Plane<u8>, (left, top): (i64, i64), inverted: bool) -> Self {
        let mut masked = Self { width: self.width, height: self.height, ..Self::default() };
        let mut current: Vec<(usize, usize)> = Vec::new();
        let mut row = 0;
        for (y, from, to) in self.runs_inside(mask.area(left, top)) {
            if y != row {
                masked.push((row, row + 1), current.drain(..));
                row = y;
            }
            let bits = mask.row((y as i64 - top) as usize);
            let offset = (from as i64 - left) as usize;
            let lets_through = |bit: &u8| (*bit != 0) != inverted;
            let mut x = from;
            for group in bits[offset..offset + to - from].chunk_by(|a, b| (*a != 0) == (*b != 0)) {
                if lets_through(&group[0]) {
                    current.push((x, x + group.len()));
                }
                x += group.len();
            }
        }
        masked.push((row, row + 1), current);
        masked
    }

    /// The smallest rectangle around all pixels.
    pub fn bounds(&self) -> Option<Rect> {
        let left = self.runs.iter().map(|run| run.0).min()?;
        let right = self.runs.iter().map(|run| run.1).max()?;
        Some(Rect { left, top: self.bands.first()?.top, right, bottom: self.bands.last()?.bottom })
    }

    /// The pixels as rectangles, or their bounds when there are more than `most`.
    pub fn rects(&self, most: usize) -> Vec<Rect> {
        let count: usize = self.bands.iter().map(|band| band.last - band.first).sum();
        if count > most {
            return self.bounds().into_iter().collect();
        }
        let rect = |band: &Band, &(left, right): &(usize, usize)| Rect {
            left,
            top: band.top,
            right,
            bottom: band.bottom,
        };
        let bands = self.bands.iter();
        bands.flat_map(|b| self.runs[b.first..b.last].iter().map(|r| rect(b, r))).collect()
    }

    /// Row, first column and column after the last of every run, rows from the top.
    pub fn runs(&self) -> impl DoubleEndedIterator<Item = (usize, usize, usize)> {
        self.bands.iter().flat_map(|band| {
            (band.top..band.bottom).flat_map(|y| {
                self.runs[band.first..band.last].iter().map(move |&(left, right)| (y, left, right))
            })
        })
    }

    /// As `runs`, but only what lies inside `limit`.
    pub fn runs_inside(
        &self,
        limit: Area,
    ) -> impl DoubleEndedIterator<Item = (usize, usize, usize)> {
        let within = |value: i64, most: usize| value.clamp(0, most as i64) as usize;
        let (top, bottom) = (within(limit.top, self.height), within(limit.bottom, self.height));
        let (left, right) = (within(limit.left, self.width), within(limit.right, self.width));
        self.bands.iter().flat_map(move |band| {
            (band.top.max(top)..band.bottom.min(bottom)).flat_map(move |y| {
                let runs = self.runs[band.first..band.last].iter();
                runs.map(move |run| (y, run.0.max(left), run.1.min(right)))
                    .filter(|(_, from, to)| from < to)
            })
        })
    }

    /// The runs of row `y`.
    pub fn row(&self, y: usize) -> &[(usize, usize)] {
        let index = self.bands.partition_point(|band| band.bottom <= y);
        match self.bands.get(index) {
            Some(band) if band.top <= y => &self.runs[band.first..band.last],
            _ => &[],
        }
    }

    /// Append a band below the others; without runs it is left out.
    fn push(
        &mut self,
        (top, bottom): (usize, usize),
        runs: impl IntoIterator<Item = (usize, usize)>,
    ) {
        let first = self.runs.len();
        self.runs.extend(runs);
        let last = self.runs.len();
        if first < last {
            self.bands.push(Band { top, bottom, first, last });
        }
    }

    /// Append the union of rectangles: walk down over their edges, and count how many cover a
    /// column by what begins and ends there.
    fn sweep(&mut self, area: Area, rects: &[Area]) {
        let inside = rects.iter().map(|rect| rect.intersection(area)).filter(|r| !r.is_empty());
        let mut edges: Vec<(usize, i32, (usize, usize))> = inside
            .flat_map(|rect| {
                let ((top, bottom), run) = (rows(rect), columns(rect));
                [(top, 1, run), (bottom, -1, run)]
            })
            .collect();
        edges.sort_unstable();
        let first = columns(area).0;
        let mut changes = vec![0; columns(area).1 - first + 1];
        let mut edges = edges.into_iter().peekable();
        while let Some(&(top, ..)) = edges.peek() {
            while let Some((_, change, (left, right))) = edges.next_if(|edge| edge.0 == top) {
                changes[left - first] += change;
                changes[right - first] -= change;
            }
            if let Some(&(bottom, ..)) = edges.peek() {
                self.push((top, bottom), covered(&changes, first));
            }
        }
    }
}

/// The runs of columns that something covers; `changes` says how the number of covers changes at
/// each column from `first` on.
fn covered(changes: &[i32], first: usize) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut depth = 0;
    for (x, change) in changes.iter().enumerate().filter(|(_, change)| **change != 0) {
        let before = depth;
        depth += change;
        if before == 0 {
            runs.push((first + x, first + x));
        }
        if depth == 0
            && let Some(run) = runs.last_mut()
        {
            run.1 = first + x;
        }
    }
    runs
}

fn rows(area: Area) -> (usize, usize) {
    (area.top as usize, area.bottom as usize)
}

fn columns(area: Area) -> (usize, usize) {
    (area.left as usize, area.right as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(left: i64, top: i64, right: i64, bottom: i64) -> Area {
        Area { left, top, right, bottom }
    }

    #[test]
    fn a_box_is_cut_to_the_surface() {
        let spans = Spans::new((10, 4), area(i64::MIN, 2, 3, i64::MAX), None);
        assert_eq!(spans.runs().collect::<Vec<_>>(), [(2, 0, 3), (3, 0, 3)]);
        assert!(Spans::new((10, 4), area(3, 3, 3, 4), None).is_empty());
    }

    #[test]
    fn rectangles_that_overlap_are_one_set() {
        let rects = [area(0, 0, 4, 2), area(2, 1, 6, 3), area(6, 1, 7, 2), area(9, 0, 9, 4)];
        let spans = Spans::new((10, 4), area(1, 0, 10, 4), Some(&rects));
        let runs: Vec<_> = spans.runs().collect();
        assert_eq!(runs, [(0, 1, 4), (1, 1, 7), (2, 2, 6)]);
        assert_eq!(spans.row(1), [(1, 7)]);
        assert_eq!(spans.row(3), []);
    }

    #[test]
    fn no_rectangles_are_no_pixels() {
        assert!(Spans::new((10, 4), area(0, 0, 10, 4), Some(&[])).is_empty());
    }

    #[test]
    fn masks_let_through_only_inside() {
        let spans = Spans::new((10, 2), area(0, 0, 10, 2), None);
        let mask = Plane::new(&[1, 0, 1, 1], 4, 1);
        let runs = |inverted| spans.masked(&mask, (3, 1), inverted).runs().collect::<Vec<_>>();
        assert_eq!(runs(false), [(1, 3, 4), (1, 5, 7)]);
        assert_eq!(runs(true), [(1, 4, 5)]);
    }
}
