//! Rows of pixels in memory and as the groups of channels have them.

use crate::{Kind, lanes};

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

/// Put colours into a row.
#[inline(always)]
pub fn store_colours(kind: Kind, colours: &[u32], row: &mut [u8]) {
    match kind {
        Kind::Rgb16 => {
            for (pixel, colour) in row.as_chunks_mut().0.iter_mut().zip(colours) {
                *pixel = lanes::rgb16(*colour).to_le_bytes();
            }
        }
        Kind::Rgb24 => {
            for ([blue, green, red], colour) in row.as_chunks_mut().0.iter_mut().zip(colours) {
                [*blue, *green, *red, _] = lanes::bgr0(*colour).to_le_bytes();
            }
        }
        _ => {
            for (pixel, colour) in row.as_chunks_mut().0.iter_mut().zip(colours) {
                *pixel = lanes::bgr0(*colour).to_le_bytes();
            }
        }
    }
}

/// Put alphas into a row of RGBA that has its colours.
#[inline(always)]
pub fn store_alphas(alphas: &[u32], row: &mut [u8]) {
    for ([.., value], alpha) in row.as_chunks_mut::<4>().0.iter_mut().zip(alphas) {
        *value = *alpha as u8;
    }
}

/// Put grays into a row.
#[inline(always)]
pub fn store_grays(grays: &[u32], row: &mut [u8]) {
    for (pixel, gray) in row.iter_mut().zip(grays) {
        *pixel = *gray as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(kind: Kind, row: &[u8], colours: &[[u8; 3]]) -> Vec<u8> {
        let mut loaded = vec![0; colours.len()];
        load_colours(kind, row, &mut loaded);
        let expected = colours.iter().map(|[r, g, b]| u32::from_le_bytes([*b, *g, *r, 0]));
        assert_eq!(loaded, expected.collect::<Vec<_>>());
        let mut stored = vec![9; row.len()];
        let colours: Vec<u32> = colours.iter().map(|colour| lanes::join(colour)).collect();
        store_colours(kind, &colours, &mut stored);
        stored
    }

    #[test]
    fn what_is_coded_comes_back() {
        let row = [1, 2, 3, 4, 5, 6];
        assert_eq!(there_and_back(Kind::Rgb24, &row, &[[3, 2, 1], [6, 5, 4]]), row);
        let row = [1, 2, 3, 99];
        assert_eq!(there_and_back(Kind::Rgb32, &row, &[[3, 2, 1]]), [1, 2, 3, 0]);
        let row = 0b1_10001_00010_11000u16.to_le_bytes();
        let kept = 0b0_10001_00010_11000u16.to_le_bytes();
        assert_eq!(there_and_back(Kind::Rgb16, &row, &[[0x11, 0x02, 0x18]]), kept);
    }

    #[test]
    fn alphas_and_grays_come_back() {
        let mut row = [1, 2, 3, 4, 5, 6, 7, 8];
        let mut alphas = [0; 2];
        load_alphas(&row, &mut alphas);
        assert_eq!(alphas, [4, 8]);
        store_alphas(&[14, 18], &mut row);
        assert_eq!(row, [1, 2, 3, 14, 5, 6, 7, 18]);
        store_grays(&[9, 255], &mut row);
        assert_eq!(row[..3], [9, 255, 3]);
    }
}
