//! How much a picture looks like a photo, from samples (codecs.md 5.3).

/// Pixels from one sample to the next.
const JUMP: usize = 15;
/// What a pair of neighbours adds to the score, in quarters.
const CONTRAST: i64 = 4;
const EQUAL: i64 = 2;
const GRADUAL: i64 = -1;
/// Pairs of one sample.
const PAIRS: i64 = 3;

/// How the pixels of a picture are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Two bytes, 5 bits a component.
    Bits16,
    /// B, G, R.
    Bits24,
    /// B, G, R, and a byte that does not count.
    Bits32,
}

/// How much a picture looks like a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Graduality {
    /// Like something drawn, or too small to tell.
    Low,
    /// Between the two.
    Medium,
    /// Like a photo.
    High,
}

impl Depth {
    /// Bytes of a pixel.
    pub fn bytes(self) -> usize {
        match self {
            Depth::Bits16 => 2,
            Depth::Bits24 => 3,
            Depth::Bits32 => 4,
        }
    }

    /// From which difference of a component on there is a contrast.
    fn contrast(self) -> u8 {
        match self {
            Depth::Bits16 => 8,
            Depth::Bits24 | Depth::Bits32 => 60,
        }
    }

    /// Below which mean a picture looks like a photo.
    fn high(self) -> f64 {
        match self {
            Depth::Bits16 => 0.0,
            Depth::Bits24 | Depth::Bits32 => -0.03,
        }
    }
}

/// Below which mean a picture that is no photo is between the two.
const MEDIUM: f64 = 0.002;

/// The graduality of a picture, its rows in the order of memory.
///
/// # Panics
/// When a row has less than `width` pixels.
pub fn graduality(rows: &[&[u8]], width: usize, depth: Depth) -> Graduality {
    let (score, pairs) = match depth {
        Depth::Bits16 => score::<2>(rows, width, depth.contrast()),
        Depth::Bits24 => score::<3>(rows, width, depth.contrast()),
        Depth::Bits32 => score::<4>(rows, width, depth.contrast()),
    };
    if pairs == 0 {
        return Graduality::Low;
    }
    let mean = score as f64 / CONTRAST as f64 / pairs as f64;
    if mean < depth.high() {
        Graduality::High
    } else if mean < MEDIUM {
        Graduality::Medium
    } else {
        Graduality::Low
    }
}

/// The sum of the scores, in quarters, and how many pairs they are of.
fn score<const BYTES: usize>(rows: &[&[u8]], width: usize, contrast: u8) -> (i64, i64) {
    let (mut score, mut pairs) = (0, 0);
    if width <= 1 {
        return (score, pairs);
    }
    // Otherwise every sample would be of the same column.
    let jump = if JUMP.is_multiple_of(width) { JUMP - 1 } else { JUMP };
    let mut column = width / 2;
    let mut row = 0;
    while row + 1 < rows.len() {
        let (here, below) = (&rows[row][..width * BYTES], &rows[row + 1][..width * BYTES]);
        while column < width {
            let first = column.min(width - 2);
            let samples = first * BYTES..(first + 2) * BYTES;
            score += square::<BYTES>(&here[samples.clone()], &below[samples], contrast);
            pairs += PAIRS;
            column = first + jump;
        }
        row += column / width;
        column %= width;
    }
    (score, pairs)
}

/// The score of a pixel beside that to its right, and the two below.
#[inline]
fn square<const BYTES: usize>(row: &[u8], below: &[u8], contrast: u8) -> i64 {
    let here = components::<BYTES>(row);
    let others = [&row[BYTES..], below, &below[BYTES..]];
    let score = others.iter().map(|there| pair(here, components::<BYTES>(there), contrast)).sum();
    // No other three scores have this sum.
    if score == PAIRS * EQUAL { 0 } else { score }
}

#[inline]
fn components<const BYTES: usize>(pixel: &[u8]) -> [u8; 3] {
    if BYTES == 2 {
        let word = u16::from_le_bytes([pixel[0], pixel[1]]);
        [0, 5, 10].map(|shift| (word >> shift & 31) as u8)
    } else {
        [pixel[0], pixel[1], pixel[2]]
    }
}

#[inline]
fn pair(here: [u8; 3], there: [u8; 3], contrast: u8) -> i64 {
    let distances = [0, 1, 2].map(|component| here[component].abs_diff(there[component]));
    match distances[0].max(distances[1]).max(distances[2]) {
        0 => EQUAL,
        most if most < contrast => GRADUAL,
        _ => CONTRAST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_is_a_photo_and_stripes_are_none() {
        let ramp = |y: u8| (0..240).flat_map(|x| [x, y, x, 0]).collect::<Vec<u8>>();
        let ramps: Vec<Vec<u8>> = (0..9).map(ramp).collect();
        let rows: Vec<&[u8]> = ramps.iter().map(Vec::as_slice).collect();
        assert_eq!(graduality(&rows, 240, Depth::Bits32), Graduality::High);
        let stripes = [0, 0, 0, 0, 99, 99, 99, 0].repeat(120);
        assert_eq!(graduality(&[&stripes[..]; 9], 240, Depth::Bits32), Graduality::Low);
    }

    #[test]
    fn what_has_no_pairs_is_low() {
        let row = [0, 9, 0, 0, 7, 0];
        for (rows, width) in [(vec![], 0), (vec![&row[..]], 2), (vec![&row[..3]; 5], 1)] {
            assert_eq!(graduality(&rows, width, Depth::Bits24), Graduality::Low);
        }
    }
}
