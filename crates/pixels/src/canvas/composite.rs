//! Compositing with masks, transforms, filters and repeats (wire.md 19.10).

use super::blend::over;
use super::colour::{Format, mul4};
use super::operator::Operator;
use super::plane::{Plane, PlaneMut, Word};
use super::sample::{HALF, mix};
use super::spans::Spans;

/// What lies outside an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Nothing.
    None,
    /// The image again.
    Normal,
    /// Its outermost pixels.
    Pad,
    /// The image mirrored.
    Reflect,
}

impl From<u8> for Repeat {
    /// The repeat of the lowest two bits.
    fn from(number: u8) -> Self {
        [Self::None, Self::Normal, Self::Pad, Self::Reflect][usize::from(number & 3)]
    }
}

impl Repeat {
    #[inline]
    fn place(self, at: i64, size: i64) -> i64 {
        match self {
            Self::None => at,
            Self::Normal => at.rem_euclid(size),
            Self::Pad => at.clamp(0, size - 1),
            Self::Reflect => {
                let place = at.rem_euclid(2 * size);
                if place < size { place } else { 2 * size - 1 - place }
            }
        }
    }
}

/// An image of premultiplied 0xAARRGGBB, and how it is read.
#[derive(Clone, Copy, Debug)]
pub struct Fetch<'a> {
    /// The pixels.
    pub plane: Plane<'a, u32>,
    /// The two upper rows of a matrix, 16.16: from the surface to the image.
    pub transform: [i32; 6],
    /// What is added to a column and a row of the surface before the matrix is applied.
    pub shift: (i64, i64),
    /// Whether to mix neighbouring pixels.
    pub smooth: bool,
    /// What lies outside.
    pub repeat: Repeat,
}

/// Farther than any sample is from any pixel, with room for the steps of a row.
const FAR: i128 = 1 << 61;

impl Fetch<'_> {
    /// Where the centre of a pixel of the surface lies in the image, 16.16.
    fn start(&self, x: usize, y: usize) -> (i64, i64) {
        let centre = |at: usize, shift: i64| ((at as i128 + i128::from(shift)) << 16) + 0x8000;
        let (x, y) = (centre(x, self.shift.0), centre(y, self.shift.1));
        let row = |[a, b, c]: [i32; 3]| {
            let sum = i128::from(a) * x + i128::from(b) * y + (i128::from(c) << 16) + 0x8000;
            (sum >> 16).clamp(-FAR, FAR) as i64
        };
        let [a, b, c, d, e, f] = self.transform;
        (row([a, b, c]), row([d, e, f]))
    }

    /// How far the place in the image moves for a step to the right.
    fn step(&self) -> (i64, i64) {
        (i64::from(self.transform[0]), i64::from(self.transform[3]))
    }

    #[inline]
    fn sample(&self, (x, y): (i64, i64)) -> u32 {
        if !self.smooth {
            return self.pixel((x - 1) >> 16, (y - 1) >> 16);
        }
        let (x, y) = (x - HALF, y - HALF);
        let (u, v) = (x >> 16, y >> 16);
        if (x | y) & 0xfe00 == 0 {
            return self.pixel(u, v);
        }
        let corners = [(u, v), (u + 1, v), (u, v + 1), (u + 1, v + 1)];
        mix(corners.map(|(x, y)| self.pixel(x, y)), x, y)
    }

    #[inline]
    fn pixel(&self, x: i64, y: i64) -> u32 {
        if self.plane.pixels().is_empty() {
            return 0;
        }
        let x = self.repeat.place(x, self.plane.width() as i64);
        let y = self.repeat.place(y, self.plane.height() as i64);
        self.plane.get(x, y).unwrap_or_default()
    }
}

/// What is done with the images.
#[derive(Clone, Copy, Debug)]
pub struct Composite<'a> {
    /// What the pixels of the surface are.
    pub format: Format,
    /// How source and surface combine.
    pub operator: Operator,
    /// The source.
    pub source: Fetch<'a>,
    /// What limits the source.
    pub mask: Option<Fetch<'a>>,
    /// Whether each channel of the mask limits its own, instead of alpha all.
    pub by_channel: bool,
}

/// Combine a source, within a mask, with what is there.
pub fn composite<P: Word>(target: &mut PlaneMut<P>, spans: &Spans, composite: &Composite) {
    let Composite { format, operator, source, mask, by_channel } = composite;
    if *by_channel && mask.is_some() && matches!(operator, Operator::Hsl(_)) {
        return; // such a mode mixes channels: the reference's library leaves all as it is
    }
    let is_over = *operator == Operator::OVER && !by_channel;
    for (y, left, right) in spans.runs() {
        let mut place = source.start(left, y);
        let mut mask_place = mask.map_or((0, 0), |mask| mask.start(left, y));
        for d in target.run(y, left, right) {
            let (s, old) = (source.sample(place), format.unpack(d.widen()));
            let m = mask.map(|mask| mask.sample(mask_place));
            let new = if is_over {
                over(m.map_or(s, |m| mul4(s, m >> 24)), old)
            } else {
                let m = m.map(|m| if *by_channel { channels(m) } else { [m >> 24; 4] });
                word(operator.apply(channels(s), m, channels(old)))
            };
            *d = P::narrow(format.pack(new));
            place = moved(place, source.step());
            mask_place = mask.map_or((0, 0), |mask| moved(mask_place, mask.step()));
        }
    }
}

fn moved((x, y): (i64, i64), (dx, dy): (i64, i64)) -> (i64, i64) {
    (x + dx, y + dy)
}

#[inline(always)]
fn channels(pixel: u32) -> [u32; 4] {
    [pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255, pixel >> 24]
}

#[inline(always)]
fn word([blue, green, red, alpha]: [u32; 4]) -> u32 {
    blue | green << 8 | red << 16 | alpha << 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_repeats() {
        let places = |repeat: u8| -> Vec<i64> {
            (-4..6).map(|at| Repeat::from(repeat).place(at, 3)).collect()
        };
        assert_eq!(places(0), (-4..6).collect::<Vec<_>>());
        assert_eq!(places(1), [2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
        assert_eq!(places(2), [0, 0, 0, 0, 0, 1, 2, 2, 2, 2]);
        assert_eq!(places(3), [2, 2, 1, 0, 0, 1, 2, 2, 1, 0]);
    }

    #[test]
    fn without_transform_pixels_stay_pixels() {
        let pixels: Vec<u32> = (0..6).collect();
        for smooth in [false, true] {
            let fetch = Fetch {
                plane: Plane::new(&pixels, 3, 2),
                transform: [1 << 16, 0, 0, 0, 1 << 16, 0],
                shift: (-5, 1),
                smooth,
                repeat: Repeat::None,
            };
            assert_eq!(fetch.sample(fetch.start(7, 0)), 5);
            assert_eq!(fetch.sample(fetch.start(4, 0)), 0);
        }
    }
}
