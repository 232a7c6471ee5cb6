//! Groups of channels that are coded together, and how their pixels are predicted (codecs.md 1.3,
//! 1.4).

use bytemuck::Pod;

/// A pixel of a group: one component a byte, those of a colour as B, G, R, 0 in memory order.
pub trait Pixel: Pod + Eq {
    /// Components.
    const CHANNELS: usize;

    /// The components, in the order in which they are coded, as bytes from high to low.
    fn word(self) -> u32;

    /// The opposite of [`Pixel::word`].
    fn from_word(word: u32) -> Self;
}

/// A colour.
impl Pixel for u32 {
    const CHANNELS: usize = 3;

    #[inline(always)]
    fn word(self) -> u32 {
        self
    }

    #[inline(always)]
    fn from_word(word: u32) -> u32 {
        word
    }
}

/// A gray, or an alpha.
impl Pixel for u8 {
    const CHANNELS: usize = 1;

    #[inline(always)]
    fn word(self) -> u32 {
        u32::from(self)
    }

    #[inline(always)]
    fn from_word(word: u32) -> u8 {
        word as u8
    }
}

/// The value of channel `channel` in a word of values.
#[inline(always)]
pub fn part<P: Pixel>(word: u32, channel: usize) -> u8 {
    (word >> (8 * (P::CHANNELS - 1 - channel))) as u8
}

/// Fold the differences of components of `BITS` bits from their predictions; the slices are bytes
/// of pixels, of those left of them, and of those above.
#[inline(always)]
pub fn fold<const BITS: u32>(pixels: &[u8], left: &[u8], above: &[u8], residuals: &mut [u8]) {
    let spare = 8 - BITS;
    let neighbours = left.iter().zip(above);
    for ((residual, pixel), (left, above)) in residuals.iter_mut().zip(pixels).zip(neighbours) {
        let predicted = (left & above) + ((left ^ above) >> 1);
        let signed = (pixel.wrapping_sub(predicted) << spare) as i8 >> spare;
        *residual = (signed << 1 ^ signed >> 7) as u8;
    }
}

/// The pixel of which `residuals` were folded: all components at once.
#[inline(always)]
pub fn unfold<const BITS: u32>(residuals: u32, left: u32, above: u32) -> u32 {
    const LOW: u32 = 0x7f7f_7f7f;
    let largest = (1 << BITS) - 1;
    let predicted = (left & above) + ((left ^ above) >> 1 & LOW);
    let difference = (residuals >> 1 & LOW) ^ ((residuals & 0x0101_0101) * largest);
    if BITS == 8 {
        ((difference & LOW) + (predicted & LOW)) ^ ((difference ^ predicted) & !LOW)
    } else {
        (difference + predicted) & (0x0101_0101 * largest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// codecs.md 1.3, as it stands there.
    fn specified(actual: u32, predicted: u32, largest: u32) -> u32 {
        let s = actual.wrapping_sub(predicted) & largest;
        if s <= largest >> 1 { 2 * s } else { 2 * (largest - s) + 1 }
    }

    fn agrees<const BITS: u32>() {
        let largest = (1u32 << BITS) - 1;
        for actual in 0..=largest {
            for predicted in 0..=largest {
                let expected = specified(actual, predicted, largest);
                let mut residual = [0];
                let near = [predicted as u8];
                fold::<BITS>(&[actual as u8], &near, &near, &mut residual);
                assert_eq!(u32::from(residual[0]), expected);
                let all = 0x0001_0101;
                let unfolded = unfold::<BITS>(all * expected, all * predicted, all * predicted);
                assert_eq!(unfolded, all * actual);
            }
        }
    }

    #[test]
    fn folding_is_that_of_the_specification() {
        agrees::<8>();
        agrees::<5>();
    }

    #[test]
    fn predictions_round_down() {
        let mut residuals = [0; 3];
        fold::<8>(&[7, 8, 255], &[7, 0, 255], &[8, 255, 254], &mut residuals);
        assert_eq!(residuals, [0, 237, 2]);
        assert_eq!(unfold::<8>(0x0000_ed02, 0x0007_00ff, 0x0008_fffe), 0x0007_08ff);
    }

    #[test]
    fn channels_come_from_high_to_low() {
        assert_eq!([0, 1, 2].map(|channel| part::<u32>(0x0033_2211, channel)), [0x33, 0x22, 0x11]);
        assert_eq!(part::<u8>(0x11, 0), 0x11);
    }
}
