//! Rows of pixels in memory and as the groups of channels have them.

use crate::Kind;

/// Blue, green and red of a colour.
const COLOUR: u32 = 0x00ff_ffff;
/// A component of RGB16.
const FIVE: u32 = 0x1f;

/// Take the colours out of a row.
#[inline(always)]
pub fn load_colours(kind: Kind, row: &[u8], colours: &mut [u32]) {
    match kind {
        Kind::Rgb16 => {
            for (colour, pixel) in colours.iter_mut().zip(row.as_chunks().0) {
                let pixel = u32::from(u16::from_le_bytes(*pixel));
                *colour = (pixel >> 10 & FIVE) << 16 | (pixel >> 5 & FIVE) << 8 | pixel & FIVE;
            }
        }
        Kind::Rgb24 => {
            for (colour, [blue, green, red]) in colours.iter_mut().zip(row.as_chunks().0) {
                *colour = u32::from_le_bytes([*blue, *green, *red, 0]);
            }
        }
        _ => {
            for (colour, pixel) in colours.iter_mut().zip(row.as_chunks().0) {
                *colour = u32::from_le_bytes(*pixel) & COLOUR;
            }
        }
    }
}

/// Take the alphas out of a row of RGBA.
#[inline(always)]
pub fn load_alphas(row: &[u8], alphas: &mut [u8]) {
    for (alpha, [.., value]) in alphas.iter_mut().zip(row.as_chunks::<4>().0) {
        *alpha = *value;
    }
}

/// Append a row of colours to the bytes of an image.
#[inline(always)]
pub fn store_colours(kind: Kind, colours: &[u32], image: &mut Vec<u8>) {
    match kind {
        Kind::Rgb16 => image.extend(colours.iter().flat_map(|colour| {
            let pixel = colour >> 16 << 10 | (colour >> 8 & FIVE) << 5 | colour & FIVE;
            (pixel as u16).to_le_bytes()
        })),
        Kind::Rgb24 => image.extend(colours.iter().flat_map(|colour| {
            let [bgr @ .., _] = colour.to_le_bytes();
            bgr
        })),
        _ => image.extend(colours.iter().flat_map(|colour| colour.to_le_bytes())),
    }
}

/// Append a row of RGBA to the bytes of an image.
#[inline(always)]
pub fn store_rgba(colours: &[u32], alphas: &[u8], image: &mut Vec<u8>) {
    let pixels = colours.iter().zip(alphas);
    image.extend(
        pixels.flat_map(|(colour, alpha)| (colour | u32::from(*alpha) << 24).to_le_bytes()),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(kind: Kind, row: &[u8], colours: &[u32]) -> Vec<u8> {
        let mut loaded = vec![0; colours.len()];
        load_colours(kind, row, &mut loaded);
        assert_eq!(loaded, colours);
        let mut stored = vec![];
        store_colours(kind, &loaded, &mut stored);
        stored
    }

    #[test]
    fn what_is_coded_comes_back() {
        let row = [1, 2, 3, 4, 5, 6];
        assert_eq!(there_and_back(Kind::Rgb24, &row, &[0x03_02_01, 0x06_05_04]), row);
        let row = [1, 2, 3, 99];
        assert_eq!(there_and_back(Kind::Rgb32, &row, &[0x03_02_01]), [1, 2, 3, 0]);
        let row = 0b1_10001_00010_11000u16.to_le_bytes();
        let kept = 0b0_10001_00010_11000u16.to_le_bytes();
        assert_eq!(there_and_back(Kind::Rgb16, &row, &[0x11_02_18]), kept);
        let mut alphas = [0; 2];
        load_alphas(&[1, 2, 3, 4, 5, 6, 7, 8], &mut alphas);
        assert_eq!(alphas, [4, 8]);
        let mut stored = vec![];
        store_rgba(&[0x03_02_01, 0x07_06_05], &alphas, &mut stored);
        assert_eq!(stored, [1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
