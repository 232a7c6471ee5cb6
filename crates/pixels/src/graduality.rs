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

    #[inline]
    fn components(self, row: &[u8], column: usize) -> [u8; 3] {
        let pixel = &row[column * self.bytes()..][..self.bytes()];
        match *pixel {
            [low, high] => {
                let word = u16::from_le_bytes([low, high]);
                [0, 5, 10].map(|shift| (word >> shift & 31) as u8)
            }
            [b, g, r, ..] => [b, g, r],
            _ => unreachable!("pixels have 2 to 4 bytes"),
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
    let (score, pairs) = score(rows, width, depth);
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
fn score(rows: &[&[u8]], width: usize, depth: Depth) -> (i64, i64) {
    let (mut score, mut pairs) = (0, 0);
    if width <= 1 {
        return (score, pairs);
    }
    // Otherwise every sample would be of the same column.
    let jump = if JUMP.is_multiple_of(width) { JUMP - 1 } else { JUMP };
    let mut column = width / 2;
    let mut row = 0;
    while row + 1 < rows.len() {
        if column == width - 1 {
            column -= 1;
        }
        score += square(rows[row], rows[row + 1], column, depth);
        pairs += PAIRS;
        column += jump;
        while column >= width {
            column -= width;
            row += 1;
        }
    }
    (score, pairs)
}

/// The score of a pixel beside those to its right, below it and below that to its right.
#[inline]
fn square(row: &[u8], below: &[u8], column: usize, depth: Depth) -> i64 {
    let here = depth.components(row, column);
    let scores = [
        depth.components(row, column + 1),
        depth.components(below, column),
        depth.components(below, column + 1),
    ]
    .map(|there| pair(here, there, depth.contrast()));
    match scores {
        [EQUAL, EQUAL, EQUAL] => 0,
        _ => scores.iter().sum(),
    }
}

#[inline]
fn pair(here: [u8; 3], there: [u8; 3], contrast: u8) -> i64 {
    if here == there {
        return EQUAL;
    }
    let sharp = here.iter().zip(&there).any(|(a, b)| a.abs_diff(*b) >= contrast);
    if sharp { CONTRAST } else { GRADUAL }
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
