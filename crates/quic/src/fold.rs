//! Pixels as the encoder has them (codecs.md 1.3, 1.4): one component a byte, so that a row of them
//! can be predicted as if it were bytes.

use bytemuck::Pod;

/// A pixel of a group of channels.
pub trait Pixel: Pod + Eq {
    /// The components, in the order in which they are coded, as bytes from high to low.
    fn word(self) -> u32;
}

/// A colour: B, G, R, 0 in memory.
impl Pixel for u32 {
    #[inline(always)]
    fn word(self) -> u32 {
        self
    }
}

/// A gray, or an alpha.
impl Pixel for u8 {
    #[inline(always)]
    fn word(self) -> u32 {
        u32::from(self)
    }
}

/// The components in a word, in the order in which they are coded.
#[inline(always)]
pub fn parts<const CHANNELS: usize>(word: u32) -> [u8; CHANNELS] {
    std::array::from_fn(|channel| (word >> (8 * (CHANNELS - 1 - channel))) as u8)
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
                let mut residual = [0];
                let near = [predicted as u8];
                fold::<BITS>(&[actual as u8], &near, &near, &mut residual);
                assert_eq!(u32::from(residual[0]), specified(actual, predicted, largest));
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
    }

    #[test]
    fn components_come_from_high_to_low() {
        assert_eq!(parts(0x0033_2211), [0x33, 0x22, 0x11]);
        assert_eq!(parts(0x11u8.word()), [0x11]);
    }
}
