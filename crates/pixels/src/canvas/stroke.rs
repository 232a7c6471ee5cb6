//! Lines along a path (wire.md 19.13).

use super::plane::{Area, PlaneMut, Word};
use super::raster::{Brush, Rop2, fill_run};
use super::spans::Spans;
use super::walk::Walk;

/// Most pixels that a stroke may touch, counted as often as they are touched: about a second.
pub const MOST_STROKE_STEPS: u64 = 1 << 28;
/// Most points of flattened curves: four times what a path can have by itself.
const MOST_POINTS: usize = 1 << 22;

/// A path asks for more work than any picture is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

type Point = (i32, i32);

/// Append the curve from `start` (in pixels) with two control points and an end (in sixteenths of a
/// pixel) to a line, as points in pixels, without its start.
///
/// # Errors
/// When the line gets too long.
pub fn flatten(line: &mut Vec<Point>, start: Point, curve: [Point; 3]) -> Result<(), TooLong> {
    let wide = |(x, y): Point| (i64::from(x), i64::from(y));
    let first = (i64::from(start.0) << 4, i64::from(start.1) << 4);
    let mut pending = vec![[first, wide(curve[0]), wide(curve[1]), wide(curve[2])]];
    while let Some(curve) = pending.pop() {
        let halves = split(curve);
        // What is as small as a sixteenth of a pixel does not get smaller by being split.
        if is_flat(curve) || halves.contains(&curve) {
            if line.len() >= MOST_POINTS {
                return Err(TooLong);
            }
            line.push((rounded(curve[3].0), rounded(curve[3].1)));
        } else {
            pending.extend([halves[1], halves[0]]);
        }
    }
    Ok(())
}

type Curve = [(i64, i64); 4];

fn split([a, b, c, d]: Curve) -> [Curve; 2] {
    let half = |p: (i64, i64), q: (i64, i64)| ((p.0 + q.0) / 2, (p.1 + q.1) / 2);
    let (ab, bc, cd) = (half(a, b), half(b, c), half(c, d));
    let (abc, bcd) = (half(ab, bc), half(bc, cd));
    let middle = half(abc, bcd);
    [[a, ab, abc, middle], [middle, bcd, cd, d]]
}

fn is_flat([a, b, c, d]: Curve) -> bool {
    let flat = |o: (i64, i64), c: (i64, i64), e: (i64, i64)| {
        let (cx, cy) = (i128::from(c.0 - o.0), i128::from(c.1 - o.1));
        let (ex, ey) = (i128::from(e.0 - o.0), i128::from(e.1 - o.1));
        let control = (cx * cx + cy * cy) >> 4;
        let chord = (ex * ex + ey * ey) >> 4;
        let both = (cx * ex + cy * ey) >> 4;
        (control * chord - both * both) >> 3 < chord
    };
    flat(a, b, d) && flat(d, c, a)
}

/// Sixteenths of a pixel as pixels; a half rounds down.
fn rounded(value: i64) -> i32 {
    ((value >> 4) + i64::from(value & 15 > 8)) as i32
}

/// Lengths of dashes and gaps in turn, in pixels; all drawn if there are none.
#[derive(Clone, Debug)]
pub struct Dashes {
    /// Where each ends, counted from the start of the first.
    ends: Vec<f64>,
    offset: f64,
}

impl Dashes {
    /// Dashes and gaps in turn, the first a dash; lines begin `offset` pixels behind its start.
    pub fn new(lengths: &[u8], offset: u8) -> Self {
        let ends = lengths.iter().scan(0.0, |sum, length| {
            *sum += f64::from(*length);
            Some(*sum)
        });
        let ends: Vec<f64> = ends.collect();
        let is_void = ends.last().is_none_or(|end| *end == 0.0);
        Self { ends: if is_void { Vec::new() } else { ends }, offset: f64::from(offset) }
    }

    fn is_on(&self, distance: f64) -> bool {
        self.ends.last().is_none_or(|total| {
            let place = (self.offset + distance) % total;
            self.ends.partition_point(|end| *end <= place).is_multiple_of(2)
        })
    }
}

/// Combine a brush with what is there along lines.
///
/// # Errors
/// When more than [`MOST_STROKE_STEPS`] pixels would be touched; then nothing is drawn.
pub fn stroke<P: Word>(
    target: &mut PlaneMut<P>,
    spans: &Spans,
    lines: &[Vec<Point>],
    dashes: &Dashes,
    brush: Brush<P>,
    rop: Rop2<P>,
) -> Result<(), TooLong> {
    let Some(around) = spans.bounds() else {
        return Ok(());
    };
    if brush.is_void() {
        return Ok(());
    }
    let area = Area {
        left: around.left as i64,
        top: around.top as i64,
        right: around.right as i64,
        bottom: around.bottom as i64,
    };
    let walks = |line: &Vec<Point>| -> Vec<Walk> {
        line.windows(2).map(|ends| Walk::new(ends[0], ends[1], area)).collect()
    };
    let steps: u64 = lines.iter().flat_map(walks).map(|walk| walk.count()).sum();
    if steps > MOST_STROKE_STEPS {
        return Err(TooLong);
    }
    let mut draw = |y: i64, left: i64, right: i64| {
        let y = y as usize;
        for run in spans.row(y) {
            let (left, right) = (run.0.max(left as usize), run.1.min(right as usize));
            if left < right {
                let (tile, phase) = brush.phase(left, y);
                fill_run(target.run(y, left, right), tile, phase, rop);
            }
        }
    };
    for line in lines {
        let mut distance = 0.0;
        for walk in walks(line) {
            draw_walk(walk, distance, dashes, &mut draw);
            distance += walk.length();
        }
    }
    Ok(())
}

/// Draw the dashes of a line that begins at `distance`, in runs of row, left and right.
fn draw_walk(walk: Walk, distance: f64, dashes: &Dashes, draw: &mut impl FnMut(i64, i64, i64)) {
    let pace = walk.length() / walk.steps().max(1) as f64;
    let mut open: Option<(i64, i64, i64)> = None;
    for (step, x, y) in walk.pixels() {
        if !dashes.is_on(distance + step as f64 * pace) {
            continue;
        }
        open = match open {
            Some((row, left, right)) if row == y && x == right => Some((row, left, x + 1)),
            Some((row, left, right)) if row == y && x + 1 == left => Some((row, x, right)),
            before => {
                if let Some((row, left, right)) = before {
                    draw(row, left, right);
                }
                Some((y, x, x + 1))
            }
        };
    }
    if let Some((row, left, right)) = open {
        draw(row, left, right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_pixel_rounds_down() {
        assert_eq!([8, 9, -8, -7, 16].map(rounded), [0, 1, -1, 0, 1]);
    }

    #[test]
    fn curves_end_where_they_end() {
        for end in [0, 1, 15, 16, 900, i32::MAX, i32::MIN] {
            let mut line = Vec::new();
            flatten(&mut line, (1, 1), [(0, 5), (end, 7), (end, end)]).unwrap();
            assert_eq!(line.last(), Some(&(rounded(i64::from(end)), rounded(i64::from(end)))));
            assert!(line.len() < 1 << 17);
        }
    }

    #[test]
    fn gaps_and_dashes_take_turns() {
        let dashes = Dashes::new(&[2, 1, 3], 1);
        let on: Vec<bool> = (0..7).map(|step| dashes.is_on(f64::from(step))).collect();
        assert_eq!(on, [true, false, true, true, true, true, true]);
        assert!(Dashes::new(&[0, 0], 0).is_on(3.0));
    }
}
