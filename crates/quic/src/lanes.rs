//! Pixels as the decoder has them (codecs.md 1.3, 1.4): the components of a group in one word, with
//! room between them for the carries of sums.

/// Bits from one component to the next: the sum of two bytes and one to spare.
const LANE: u32 = 10;
/// A one in each of three lanes.
const ONES: u32 = 1 | 1 << LANE | 1 << (2 * LANE);

/// Join components, or residuals, in the order in which they are coded.
#[inline(always)]
pub fn join(parts: &[u8]) -> u32 {
    parts.iter().fold(0, |word, part| word << LANE | u32::from(*part))
}

/// The opposite of [`join`].
#[inline(always)]
pub fn parts<const CHANNELS: usize>(word: u32) -> [u8; CHANNELS] {
    std::array::from_fn(|channel| (word >> (LANE * (CHANNELS - 1 - channel) as u32)) as u8)
}

/// The pixel of components of `BITS` bits whose residuals are these.
#[inline(always)]
pub fn unfold<const BITS: u32>(residuals: u32, left: u32, above: u32) -> u32 {
    let largest = (1 << BITS) - 1;
    let predicted = (left + above) >> 1 & (ONES * largest);
    let difference = (residuals >> 1 & (ONES * (largest >> 1))) ^ ((residuals & ONES) * largest);
    (difference + predicted) & (ONES * largest)
}

/// A colour as the bytes B, G, R, 0.
#[inline(always)]
pub fn bgr0(colour: u32) -> u32 {
    (colour & 0xff) | (colour >> (LANE - 8) & 0xff00) | (colour >> (2 * (LANE - 8)) & 0x00ff_0000)
}

/// A colour of components of five bits as RGB16.
#[inline(always)]
pub fn rgb16(colour: u32) -> u16 {
    let (green, red) = (colour >> (LANE - 5) & 0x03e0, colour >> (2 * (LANE - 5)) & 0x7c00);
    (colour & 0x1f | green | red) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    /// codecs.md 1.3 backwards, as it stands there.
    fn specified(residual: u32, predicted: u32, largest: u32) -> u32 {
        let half = residual >> 1;
        let difference = if residual.is_multiple_of(2) { half } else { largest - half };
        (difference + predicted) & largest
    }

    fn agrees<const BITS: u32>() {
        let largest = (1u32 << BITS) - 1;
        for residual in 0..=largest {
            for predicted in 0..=largest {
                let other = largest - residual;
                let expected = [
                    specified(residual, predicted, largest) as u8,
                    specified(other, predicted, largest) as u8,
                    specified(residual, predicted, largest) as u8,
                ];
                let residuals = join(&[residual as u8, other as u8, residual as u8]);
                let near = join(&[predicted as u8; 3]);
                assert_eq!(unfold::<BITS>(residuals, near, near), join(&expected));
            }
        }
    }

    #[test]
    fn unfolding_is_that_of_the_specification() {
        agrees::<8>();
        agrees::<5>();
    }

    #[test]
    fn predictions_round_down() {
        let (left, above) = (join(&[7, 0, 255]), join(&[8, 255, 254]));
        assert_eq!(unfold::<8>(0, left, above), join(&[7, 127, 254]));
    }

    #[test]
    fn what_was_joined_comes_apart() {
        let colour = join(&[0x1f, 0x12, 0x03]);
        assert_eq!(parts(colour), [0x1f, 0x12, 0x03]);
        assert_eq!(bgr0(colour), 0x001f_1203);
        assert_eq!(rgb16(colour), 0b0_11111_10010_00011);
        assert_eq!(bgr0(join(&[255, 254, 253])), 0x00ff_fefd);
        assert_eq!(parts(join(&[0x99])), [0x99]);
    }
}
