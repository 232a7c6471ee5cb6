//! What the passes of the coder differ in: units, how they compare, how they are written.

use wide::{i8x16, i16x8, i32x8, u8x16, u16x8, u32x8};

/// One pass over an image: the last three columns of the table in codecs.md 2.1.
pub trait Pass {
    /// A unit in memory.
    type Unit: Copy + Default + PartialEq + bytemuck::Pod;

    /// What the length of a match exceeds its code by.
    const BIAS: usize;
    /// Units that are compared at a time.
    const BLOCK: usize;
    /// Bytes of a literal in the stream.
    const LITERAL: usize;

    /// The coded part of a unit: two units with equal keys are the same to the coder.
    fn key(unit: Self::Unit) -> u32;

    /// Write a literal.
    fn write(unit: Self::Unit, out: &mut [u8]);

    /// Replace the coded part of `unit` by the literal's.
    fn read(literal: &[u8], unit: &mut Self::Unit);

    /// Write the first `count` of `units` as literals, [`MOST_LITERALS`](crate::consts) at most;
    /// may write up to 32 bytes more than that.
    #[inline(always)]
    fn write_run(units: &[Self::Unit], count: usize, out: &mut [u8]) {
        let places = out.chunks_exact_mut(Self::LITERAL);
        for (place, unit) in places.zip(&units[..count]) {
            Self::write(*unit, place);
        }
    }

    /// Look at a unit, the one before it and the two after it.
    #[inline(always)]
    fn look(units: &[Self::Unit; 4]) -> View {
        let [before, next @ ..] = units.map(Self::key);
        let [a, b, c] = next.map(u64::from);
        View {
            mixed: a ^ (b << 20) ^ (c << 40),
            run: next.iter().fold(0, |sum, key| sum | (key ^ before)) == 0,
        }
    }

    /// How many units at the start of two blocks of [`Self::BLOCK`] are the same to the coder.
    #[inline(always)]
    fn agreeing(one: &[Self::Unit], other: &[Self::Unit]) -> usize {
        let pairs = one.iter().zip(other);
        pairs.take_while(|(a, b)| Self::key(**a) == Self::key(**b)).count()
    }

    /// How many of the next [`Self::BLOCK`] units are the same at two places; the end of either
    /// slice ends them too.
    #[inline(always)]
    fn agreeing_in(one: &[Self::Unit], other: &[Self::Unit]) -> usize {
        match (one.get(..Self::BLOCK), other.get(..Self::BLOCK)) {
            (Some(one), Some(other)) => Self::agreeing(one, other),
            _ => agreeing_at_end::<Self>(one, other),
        }
    }
}

#[cold]
fn agreeing_at_end<P: Pass + ?Sized>(one: &[P::Unit], other: &[P::Unit]) -> usize {
    let pairs = one.iter().zip(other);
    pairs.take_while(|(a, b)| P::key(**a) == P::key(**b)).count()
}

/// What the encoder sees at a place.
pub struct View {
    /// The three units from here on, mixed for the hash.
    pub mixed: u64,
    /// Whether they equal the unit before.
    pub run: bool,
}

impl View {
    /// Units that it takes: the one before, and three.
    pub const UNITS: usize = 4;
}

/// The first units as an array.
#[inline(always)]
fn block<U, const N: usize>(units: &[U]) -> &[U; N] {
    units.first_chunk().expect("a whole block")
}

/// Bytes as they are: packed palette indices, alpha alone.
pub struct Bytes;

impl Pass for Bytes {
    type Unit = [u8; 1];
    const BIAS: usize = 2;
    const BLOCK: usize = 16;
    const LITERAL: usize = 1;

    #[inline(always)]
    fn key(unit: [u8; 1]) -> u32 {
        u32::from(unit[0])
    }

    #[inline(always)]
    fn write(unit: [u8; 1], out: &mut [u8]) {
        out[0] = unit[0];
    }

    #[inline(always)]
    fn read(literal: &[u8], unit: &mut [u8; 1]) {
        unit[0] = literal[0];
    }

    #[inline(always)]
    fn agreeing(one: &[[u8; 1]], other: &[[u8; 1]]) -> usize {
        let [one, other] =
            [one, other].map(|units| bytemuck::cast::<_, u8x16>(*block::<_, 16>(units)));
        let differs = (one ^ other).simd_ne(u8x16::ZERO).to_bitmask();
        (differs | 1 << 16).trailing_zeros() as usize
    }
}

/// Little endian 0555 pixels, whose top bit does not count.
pub struct Rgb16;

impl Pass for Rgb16 {
    type Unit = [u8; 2];
    const BIAS: usize = 1;
    const BLOCK: usize = 8;
    const LITERAL: usize = 2;

    #[inline(always)]
    fn key(unit: [u8; 2]) -> u32 {
        u32::from(u16::from_le_bytes(unit) & 0x7fff)
    }

    #[inline(always)]
    fn write(unit: [u8; 2], out: &mut [u8]) {
        out[0] = unit[1];
        out[1] = unit[0];
    }

    #[inline(always)]
    fn read(literal: &[u8], unit: &mut [u8; 2]) {
        *unit = [literal[1], literal[0]];
    }

    #[inline(always)]
    fn agreeing(one: &[[u8; 2]], other: &[[u8; 2]]) -> usize {
        let [one, other] =
            [one, other].map(|units| bytemuck::cast::<_, u16x8>(*block::<_, 8>(units)));
        let differs = ((one ^ other) & u16x8::splat(0x7fff)).simd_ne(u16x8::ZERO).to_bitmask();
        (differs | 1 << 8).trailing_zeros() as usize
    }
}

/// B, G, R.
pub struct Rgb24;

impl Pass for Rgb24 {
    type Unit = [u8; 3];
    const BIAS: usize = 0;
    const BLOCK: usize = 4;
    const LITERAL: usize = 3;

    #[inline(always)]
    fn key(unit: [u8; 3]) -> u32 {
        u32::from_le_bytes([unit[0], unit[1], unit[2], 0])
    }

    #[inline(always)]
    fn write(unit: [u8; 3], out: &mut [u8]) {
        out.copy_from_slice(&unit);
    }

    #[inline(always)]
    fn read(literal: &[u8], unit: &mut [u8; 3]) {
        unit.copy_from_slice(&literal[..3]);
    }
}

/// The colour of B, G, R, pad or B, G, R, A.
pub struct Colour;

impl Pass for Colour {
    type Unit = [u8; 4];
    const BIAS: usize = 0;
    const BLOCK: usize = 16;
    const LITERAL: usize = 3;

    #[inline(always)]
    fn key(unit: [u8; 4]) -> u32 {
        u32::from_le_bytes(unit) & 0x00ff_ffff
    }

    #[inline(always)]
    fn write(unit: [u8; 4], out: &mut [u8]) {
        out.copy_from_slice(&unit[..3]);
    }

    #[inline(always)]
    fn read(literal: &[u8], unit: &mut [u8; 4]) {
        unit[..3].copy_from_slice(&literal[..3]);
    }

    #[inline(always)]
    fn write_run(units: &[[u8; 4]], count: usize, out: &mut [u8]) {
        let mut done = 0;
        while done < count {
            let block = match units[done..].first_chunk::<8>() {
                Some(block) => *block,
                None => last_block(&units[done..]),
            };
            write_block(&block, &mut out[3 * done..]);
            done += 8;
        }
    }

    #[inline(always)]
    fn look(units: &[[u8; 4]; 4]) -> View {
        let two = |first: usize| {
            let bytes = units[first..].as_flattened().first_chunk().expect("two pixels");
            u64::from_le_bytes(*bytes) & COLOUR_BITS
        };
        let (before, here, after) = (two(0), two(1), two(2));
        View { mixed: here.wrapping_add(after >> 4), run: before == here && here == after }
    }

    #[inline(always)]
    fn agreeing(one: &[[u8; 4]], other: &[[u8; 4]]) -> usize {
        let [one, other] =
            [one, other].map(|units| bytemuck::cast::<_, [i32x8; 2]>(*block::<_, 16>(units)));
        let differs = [0, 1].map(|half| {
            let colours = (one[half] ^ other[half]) & i32x8::splat(0x00ff_ffff);
            i16x8::from_i32x8_saturate(colours.simd_ne(i32x8::ZERO))
        });
        let differs = i8x16::from_i16x16_saturate(bytemuck::cast(differs)).to_bitmask();
        (differs | 1 << 16).trailing_zeros() as usize
    }
}

/// The colours of two pixels.
const COLOUR_BITS: u64 = COLOUR | COLOUR << 32;
/// That of one.
const COLOUR: u64 = 0x00ff_ffff;

/// The last pixels of an image, filled up to a block.
#[cold]
fn last_block(units: &[[u8; 4]]) -> [[u8; 4]; 8] {
    let mut block = [[0; 4]; 8];
    block[..units.len()].copy_from_slice(units);
    block
}

/// Write eight pixels as literals, two at a time, and two bytes more.
#[inline(always)]
fn write_block(units: &[[u8; 4]; 8], out: &mut [u8]) {
    let out: &mut [u8; 26] = out.first_chunk_mut().expect("room for a block");
    for (index, pair) in units.as_flattened().chunks_exact(8).enumerate() {
        let pair = u64::from_le_bytes(*pair.first_chunk().expect("two pixels")) & COLOUR_BITS;
        let both = (pair & COLOUR) | (pair >> 8 & !COLOUR);
        out[6 * index..6 * index + 8].copy_from_slice(&both.to_le_bytes());
    }
}

/// The alpha of B, G, R, A.
pub struct Alpha;

impl Pass for Alpha {
    type Unit = [u8; 4];
    const BIAS: usize = 2;
    const BLOCK: usize = 8;
    const LITERAL: usize = 1;

    #[inline(always)]
    fn key(unit: [u8; 4]) -> u32 {
        u32::from(unit[3])
    }

    #[inline(always)]
    fn write(unit: [u8; 4], out: &mut [u8]) {
        out[0] = unit[3];
    }

    #[inline(always)]
    fn read(literal: &[u8], unit: &mut [u8; 4]) {
        unit[3] = literal[0];
    }

    #[inline(always)]
    fn agreeing(one: &[[u8; 4]], other: &[[u8; 4]]) -> usize {
        let [one, other] =
            [one, other].map(|units| bytemuck::cast::<_, u32x8>(*block::<_, 8>(units)));
        let differs = ((one ^ other) & u32x8::splat(0xff00_0000)).simd_ne(u32x8::ZERO).to_bitmask();
        (differs | 1 << 8).trailing_zeros() as usize
    }
}
