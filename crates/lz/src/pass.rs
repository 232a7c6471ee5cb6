//! What the passes of the coder differ in: units, how they compare, how they are written.

use crate::consts::MOST_LITERALS;

/// One pass over an image: the last three columns of the table in codecs.md 2.1.
pub trait Pass {
    /// A unit in memory.
    type Unit: Copy + Default + PartialEq + bytemuck::Pod;

    /// What the length of a match exceeds its code by.
    const BIAS: usize;
    /// Bytes of a literal in the stream.
    const LITERAL: usize;

    /// The coded part of a unit: two units with equal keys are the same to the coder.
    fn key(unit: Self::Unit) -> u32;

    /// Write a literal.
    fn write(unit: Self::Unit, out: &mut [u8]);

    /// Replace the coded part of `unit` by the literal's.
    fn read(literal: &[u8], unit: &mut Self::Unit);

    /// Append literals to a stream, at most [`MOST_LITERALS`].
    #[inline]
    fn write_all(units: &[Self::Unit], out: &mut Vec<u8>) {
        let mut buffer = [0; 3 * MOST_LITERALS];
        let used = &mut buffer[..units.len() * Self::LITERAL];
        for (place, unit) in used.chunks_exact_mut(Self::LITERAL).zip(units) {
            Self::write(*unit, place);
        }
        out.extend_from_slice(used);
    }
}

/// Bytes as they are: packed palette indices, alpha alone.
pub struct Bytes;

impl Pass for Bytes {
    type Unit = [u8; 1];
    const BIAS: usize = 2;
    const LITERAL: usize = 1;

    #[inline]
    fn key(unit: [u8; 1]) -> u32 {
        u32::from(unit[0])
    }

    #[inline]
    fn write(unit: [u8; 1], out: &mut [u8]) {
        out[0] = unit[0];
    }

    #[inline]
    fn read(literal: &[u8], unit: &mut [u8; 1]) {
        unit[0] = literal[0];
    }
}

/// Little endian 0555 pixels, whose top bit does not count.
pub struct Rgb16;

impl Pass for Rgb16 {
    type Unit = [u8; 2];
    const BIAS: usize = 1;
    const LITERAL: usize = 2;

    #[inline]
    fn key(unit: [u8; 2]) -> u32 {
        u32::from(u16::from_le_bytes(unit) & 0x7fff)
    }

    #[inline]
    fn write(unit: [u8; 2], out: &mut [u8]) {
        out[0] = unit[1];
        out[1] = unit[0];
    }

    #[inline]
    fn read(literal: &[u8], unit: &mut [u8; 2]) {
        *unit = [literal[1], literal[0]];
    }
}

/// B, G, R.
pub struct Rgb24;

impl Pass for Rgb24 {
    type Unit = [u8; 3];
    const BIAS: usize = 0;
    const LITERAL: usize = 3;

    #[inline]
    fn key(unit: [u8; 3]) -> u32 {
        u32::from_le_bytes([unit[0], unit[1], unit[2], 0])
    }

    #[inline]
    fn write(unit: [u8; 3], out: &mut [u8]) {
        out.copy_from_slice(&unit);
    }

    #[inline]
    fn read(literal: &[u8], unit: &mut [u8; 3]) {
        unit.copy_from_slice(literal);
    }
}

/// The colour of B, G, R, pad or B, G, R, A.
pub struct Colour;

impl Pass for Colour {
    type Unit = [u8; 4];
    const BIAS: usize = 0;
    const LITERAL: usize = 3;

    #[inline]
    fn key(unit: [u8; 4]) -> u32 {
        u32::from_le_bytes(unit) & 0x00ff_ffff
    }

    #[inline]
    fn write(unit: [u8; 4], out: &mut [u8]) {
        out.copy_from_slice(&unit[..3]);
    }

    #[inline]
    fn read(literal: &[u8], unit: &mut [u8; 4]) {
        unit[..3].copy_from_slice(literal);
    }
}

/// The alpha of B, G, R, A.
pub struct Alpha;

impl Pass for Alpha {
    type Unit = [u8; 4];
    const BIAS: usize = 2;
    const LITERAL: usize = 1;

    #[inline]
    fn key(unit: [u8; 4]) -> u32 {
        u32::from(unit[3])
    }

    #[inline]
    fn write(unit: [u8; 4], out: &mut [u8]) {
        out[0] = unit[3];
    }

    #[inline]
    fn read(literal: &[u8], unit: &mut [u8; 4]) {
        unit[3] = literal[0];
    }
}
