//! Thin lines, pixel by pixel (wire.md 19.13), cut to an area without walking to it.

use super::plane::Area;

/// The visible part of a line one pixel wide; its last pixel does not belong to it.
///
/// Pixel `k` lies `k` steps along the longer side. Coordinates have at most 29 bits, so that all
/// products fit.
#[derive(Clone, Copy, Debug)]
pub struct Walk {
    start: (i64, i64),
    steep: bool,
    major: i64,
    minor: i64,
    bias: i64,
    signs: (i64, i64),
    first: i64,
    last: i64,
}

impl Walk {
    /// The line from one pixel to another, as far as it can touch `area`.
    pub fn new(from: (i32, i32), to: (i32, i32), area: Area) -> Self {
        let start = (i64::from(from.0), i64::from(from.1));
        let (dx, dy) = (i64::from(to.0) - start.0, i64::from(to.1) - start.1);
        let steep = dx.abs() <= dy.abs();
        let ((along, across), bounds) = if steep {
            ((dy, dx), ((area.top, area.bottom), (area.left, area.right)))
        } else {
            ((dx, dy), ((area.left, area.right), (area.top, area.bottom)))
        };
        let mut walk = Self {
            start: if steep { (start.1, start.0) } else { start },
            steep,
            major: along.abs(),
            minor: across.abs(),
            bias: i64::from(along < 0),
            signs: (along.signum(), across.signum()),
            first: 0,
            last: along.abs(),
        };
        walk.cut(steps_inside(walk.start.0, walk.signs.0, bounds.0));
        let (from, to) = steps_inside(walk.start.1, walk.signs.1, bounds.1);
        walk.cut((walk.first_with(from), walk.first_with(to)));
        walk
    }

    /// How many pixels are visible.
    pub fn count(&self) -> u64 {
        (self.last - self.first).max(0) as u64
    }

    /// Length of the longer side.
    pub fn steps(&self) -> i64 {
        self.major
    }

    /// Length as the crow flies.
    pub fn length(&self) -> f64 {
        let (a, b) = (self.major as f64, self.minor as f64);
        (a * a + b * b).sqrt()
    }

    /// Number, column and row of each visible pixel.
    pub fn pixels(self) -> impl Iterator<Item = (i64, i64, i64)> {
        let mut aside = if self.major == 0 { 0 } else { self.aside(self.first) };
        let mut error =
            -self.major - self.bias + 2 * self.minor * self.first - 2 * self.major * aside;
        (self.first..self.last).map(move |step| {
            let along = self.start.0 + self.signs.0 * step;
            let across = self.start.1 + self.signs.1 * aside;
            error += 2 * self.minor;
            if error >= 0 {
                aside += 1;
                error -= 2 * self.major;
            }
            if self.steep { (step, across, along) } else { (step, along, across) }
        })
    }

    /// Steps aside before pixel `step`.
    fn aside(&self, step: i64) -> i64 {
        (2 * self.minor * step + self.major - self.bias).div_euclid(2 * self.major)
    }

    /// The first pixel that comes after so many steps aside.
    fn first_with(&self, aside: i64) -> i64 {
        if aside <= 0 {
            return 0;
        }
        if aside > self.minor {
            return self.major; // the line ends before
        }
        let distance = 2 * self.major * aside - self.major + self.bias;
        (distance + 2 * self.minor - 1).div_euclid(2 * self.minor)
    }

    fn cut(&mut self, (from, to): (i64, i64)) {
        self.first = self.first.max(from);
        self.last = self.last.min(to);
    }
}

/// The steps from `start` in direction `sign` that end inside `bounds`, as a half-open range.
fn steps_inside(start: i64, sign: i64, (low, high): (i64, i64)) -> (i64, i64) {
    match sign {
        1 => (low - start, high - start),
        -1 => (start - high + 1, start - low + 1),
        _ if low <= start && start < high => (0, i64::MAX),
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { left: 3, top: -2, right: 9, bottom: 5 };

    /// The rule of the specification, word by word.
    fn plain(from: (i32, i32), to: (i32, i32)) -> Vec<(i64, i64)> {
        let ((mut x, mut y), (dx, dy)) = (from, (to.0 - from.0, to.1 - from.1));
        let (ax, ay) = (dx.abs(), dy.abs());
        let wide = ax > ay;
        let (a, b, delta) = if wide { (ax, ay, dx) } else { (ay, ax, dy) };
        let mut e = -a - i32::from(delta < 0);
        let mut pixels = Vec::new();
        for _ in 0..a {
            pixels.push((i64::from(x), i64::from(y)));
            e += 2 * b;
            let aside = e >= 0;
            e -= if aside { 2 * a } else { 0 };
            x += if wide || aside { dx.signum() } else { 0 };
            y += if !wide || aside { dy.signum() } else { 0 };
        }
        pixels
    }

    #[test]
    fn what_is_visible_is_the_visible_part() {
        for from in 0..196 {
            for to in 0..196 {
                let point = |n: i32| (n % 14 - 1, n / 14 - 4);
                let inside = |&(x, y): &(i64, i64)| {
                    (AREA.left..AREA.right).contains(&x) && (AREA.top..AREA.bottom).contains(&y)
                };
                let seen = Walk::new(point(from), point(to), AREA).pixels();
                let seen: Vec<_> = seen.map(|(_, x, y)| (x, y)).collect();
                let mut whole = plain(point(from), point(to));
                whole.retain(inside);
                assert_eq!(seen, whole, "{:?} {:?}", point(from), point(to));
            }
        }
    }

    #[test]
    fn far_ends_cost_nothing() {
        let most = i32::MAX >> 4;
        let walk = Walk::new((-most, -most + 1), (most, most), AREA);
        assert!(walk.count() < 20);
    }
}
