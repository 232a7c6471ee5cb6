//! Operations on whole pixels as words: fills, copies, ternary codes (wire.md 19.3 to 19.9).

use super::plane::{Area, Plane, PlaneMut, Word};
use super::spans::Spans;

/// An image with the place of its corner on the surface.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a, P> {
    /// The pixels.
    pub plane: Plane<'a, P>,
    /// Column of the surface that the first column covers.
    pub left: i64,
    /// Row of the surface that the first row covers.
    pub top: i64,
}

impl<'a, P: Word> Placed<'a, P> {
    /// What it covers.
    pub fn area(&self) -> Area {
        self.plane.area(self.left, self.top)
    }

    /// The pixels below columns `left..right` of row `y` of the surface, which it must cover.
    #[inline]
    pub fn run(&self, y: usize, left: usize, right: usize) -> &'a [P] {
        let first = (left as i64 - self.left) as usize;
        &self.plane.row((y as i64 - self.top) as usize)[first..first + right - left]
    }
}

/// An image that repeats over the whole surface, with the place of one of its corners.
pub type Brush<'a, P> = Placed<'a, P>;

impl<'a, P: Word> Brush<'a, P> {
    /// Its row for row `y` of the surface, and the index in it for column `x`.
    #[inline]
    pub fn phase(&self, x: usize, y: usize) -> (&'a [P], usize) {
        let row = (y as i64).wrapping_sub(self.top).rem_euclid(self.plane.height() as i64);
        let column = (x as i64).wrapping_sub(self.left).rem_euclid(self.plane.width() as i64);
        (self.plane.row(row as usize), column as usize)
    }

    /// Whether it paints nothing because it has no pixels.
    pub fn is_void(&self) -> bool {
        self.plane.pixels().is_empty()
    }
}

/// What a source and a destination bit make: bit `2 * source + destination` of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rop2<P> {
    terms: [P; 4],
}

impl<P: Word> Rop2<P> {
    /// The operation of `code`, for pixels with the bits `ones`.
    pub fn new(code: u8, ones: P) -> Self {
        Self { terms: std::array::from_fn(|bit| term(code, bit, ones)) }
    }

    /// Whether the result is the source.
    fn is_copy(&self) -> bool {
        let [a, b, c, d] = self.terms;
        a == P::default() && b == a && c == d && c != a
    }

    #[inline(always)]
    fn apply(&self, s: P, d: P) -> P {
        let [neither, only_d, only_s, both] = self.terms;
        (!s & !d & neither) | (!s & d & only_d) | (s & !d & only_s) | (s & d & both)
    }
}

/// What a brush, a source and a destination bit make: bit `4 * brush + 2 * source + destination`.
#[derive(Clone, Copy, Debug)]
pub struct Rop3<P> {
    without: Rop2<P>,
    with: Rop2<P>,
}

impl<P: Word> Rop3<P> {
    /// The operation of `code`, for pixels with the bits `ones`.
    pub fn new(code: u8, ones: P) -> Self {
        Self { without: Rop2::new(code & 15, ones), with: Rop2::new(code >> 4, ones) }
    }

    #[inline(always)]
    fn apply(&self, p: P, s: P, d: P) -> P {
        (!p & self.without.apply(s, d)) | (p & self.with.apply(s, d))
    }
}

fn term<P: Word>(code: u8, bit: usize, ones: P) -> P {
    if code >> bit & 1 == 1 { ones } else { P::default() }
}

/// Combine a brush with what is there.
pub fn fill<P: Word>(target: &mut PlaneMut<P>, spans: &Spans, brush: Brush<P>, rop: Rop2<P>) {
    if brush.is_void() {
        return;
    }
    for (y, left, right) in spans.runs() {
        let (tile, phase) = brush.phase(left, y);
        fill_run(target.run(y, left, right), tile, phase, rop);
    }
}

/// Combine a row of a brush from index `phase` on with a run of pixels.
#[inline]
pub(super) fn fill_run<P: Word>(target: &mut [P], tile: &[P], phase: usize, rop: Rop2<P>) {
    if let [colour] = *tile {
        if rop.is_copy() {
            target.fill(colour);
        } else {
            target.iter_mut().for_each(|d| *d = rop.apply(colour, *d));
        }
        return;
    }
    let (mut rest, mut phase) = (target, phase);
    while !rest.is_empty() {
        let length = rest.len().min(tile.len() - phase);
        let (part, after) = rest.split_at_mut(length);
        copy_run(part, &tile[phase..phase + length], rop);
        (rest, phase) = (after, 0);
    }
}

/// Combine an image with what is there; where there is no image, nothing changes.
pub fn copy<P: Word>(target: &mut PlaneMut<P>, spans: &Spans, image: Placed<P>, rop: Rop2<P>) {
    for (y, left, right) in spans.runs_inside(image.area()) {
        copy_run(target.run(y, left, right), image.run(y, left, right), rop);
    }
}

#[inline]
fn copy_run<P: Word>(target: &mut [P], source: &[P], rop: Rop2<P>) {
    if rop.is_copy() {
        target.copy_from_slice(source);
    } else {
        target.iter_mut().zip(source).for_each(|(d, s)| *d = rop.apply(*s, *d));
    }
}

/// Combine a brush, an image and what is there; where there is no image, nothing changes.
pub fn copy_ternary<P: Word>(
    target: &mut PlaneMut<P>,
    spans: &Spans,
    image: Placed<P>,
    brush: Brush<P>,
    rop: Rop3<P>,
) {
    if brush.is_void() {
        return;
    }
    for (y, left, right) in spans.runs_inside(image.area()) {
        let (tile, phase) = brush.phase(left, y);
        let pixels = target.run(y, left, right).iter_mut().zip(image.run(y, left, right));
        for ((d, s), p) in pixels.zip(tile.iter().cycle().skip(phase)) {
            *d = rop.apply(*p, *s, *d);
        }
    }
}

/// Copy within a surface, as if through a picture of what was: (x, y) becomes (x - dx, y - dy).
///
/// Where that lies outside the surface, nothing changes.
pub fn copy_bits<P: Word>(target: &mut PlaneMut<P>, spans: &Spans, dx: i64, dy: i64) {
    let (width, height) = (target.width() as i64, target.height() as i64);
    let reach = Area {
        left: dx,
        top: dy,
        right: dx.saturating_add(width),
        bottom: dy.saturating_add(height),
    };
    let mut shift = |(y, left, right): (usize, usize, usize)| {
        let from = ((left as i64 - dx) as usize, (y as i64 - dy) as usize);
        target.shift(from, (left, y), right - left);
    };
    // Against the direction of the copy, so that no pixel is read after it was written.
    if dy > 0 || (dy == 0 && dx > 0) {
        spans.runs_inside(reach).rev().for_each(&mut shift);
    } else {
        spans.runs_inside(reach).for_each(&mut shift);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(width: usize, height: usize) -> Spans {
        let area = Area { left: 0, top: 0, right: width as i64, bottom: height as i64 };
        Spans::new((width, height), area, None)
    }

    #[test]
    fn codes_are_truth_tables() {
        for code in 0..=255u8 {
            let rop = Rop3::new(code, 1u8);
            for bits in 0..8u8 {
                assert_eq!(rop.apply(bits >> 2 & 1, bits >> 1 & 1, bits & 1), code >> bits & 1);
            }
        }
    }

    #[test]
    fn tiles_begin_at_their_corner() {
        let mut pixels = [0u8; 7];
        let tile = Plane::new(&[1, 2, 3], 3, 1);
        let brush = Brush { plane: tile, left: 2, top: -9 };
        fill(&mut PlaneMut::new(&mut pixels, 7, 1), &all(7, 1), brush, Rop2::new(12, 255));
        assert_eq!(pixels, [2, 3, 1, 2, 3, 1, 2]);
    }

    #[test]
    fn copies_may_overlap() {
        for (dx, dy) in [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (2, -1)] {
            let before: Vec<u16> = (0..20).collect();
            let mut pixels = before.clone();
            copy_bits(&mut PlaneMut::new(&mut pixels, 5, 4), &all(5, 4), dx, dy);
            let old = Plane::new(&before, 5, 4);
            for (index, pixel) in pixels.iter().enumerate() {
                let (x, y) = (index as i64 % 5, index as i64 / 5);
                assert_eq!(*pixel, old.get(x - dx, y - dy).unwrap_or(before[index]));
            }
        }
    }
}
