//! From pixels to an LZ stream: greedy, one candidate a position, as few surprises for the branch
//! predictor as possible.

use std::hint::select_unpredictable;

use pulp::{Arch, Simd, WithSimd};

use crate::compare::{common, common_before};
use crate::consts::{FIRST_FAR, FULL_EXTENSION, HEADER_SIZE, LONG_LENGTH, MOST_DISTANCE};
use crate::output::Output;
use crate::pass::{Alpha, Bytes, Colour, Pass, Rgb16, Rgb24, View};
use crate::{Error, Header, Kind};

/// Logarithm of the number of slots of the hash table: with 4 bytes each, the table stays in the
/// first level cache beside the picture's rows.
const SLOT_BITS: u32 = 13;
/// Where units of each hash were last: the place in the high bits, of which it fills all, under it
/// [`TAG_BITS`] more of the hash, which spare a look at the pixels when other units share the slot.
type Slots = [u32; 1 << SLOT_BITS];
/// Leaves enough bits for [`MOST_DISTANCE`]. Slots left over from further back give a wrong distance,
/// which the comparison of the pixels finds out.
const TAG_BITS: u32 = 14;

/// Encode an image.
///
/// `pixels` holds the rows in memory order, [`Kind::stride`] bytes each and no gaps, the first
/// one being the one that comes first in the stream (`header.top_down`).
///
/// # Errors
/// [`Error::TooLarge`] and [`Error::Pixels`] when the header does not fit the format or the pixels.
pub fn encode(header: &Header, pixels: &[u8]) -> Result<Vec<u8>, Error> {
    let expected = header.size()?;
    if expected != pixels.len() {
        return Err(Error::Pixels { expected: expected as u64, found: pixels.len() });
    }
    let mut out = Output::with_capacity(HEADER_SIZE + pixels.len());
    out.extend(&header.to_bytes());
    match header.kind {
        Kind::Rgb16 => encode_pass::<Rgb16>(pixels, &mut out),
        Kind::Rgb24 => encode_pass::<Rgb24>(pixels, &mut out),
        Kind::Rgb32 => encode_pass::<Colour>(pixels, &mut out),
        Kind::Rgba => {
            encode_pass::<Colour>(pixels, &mut out);
            encode_pass::<Alpha>(pixels, &mut out);
        }
        Kind::Xxxa => encode_pass::<Alpha>(pixels, &mut out),
        _ => encode_pass::<Bytes>(pixels, &mut out),
    }
    Ok(out.into_bytes())
}

fn encode_pass<P: Pass>(pixels: &[u8], out: &mut Output) {
    Arch::new().dispatch(Encoding::<P> { units: bytemuck::cast_slice(pixels), out });
}

/// A pass on its way into the stream: a kernel. All that is hot in it must be inlined.
struct Encoding<'a, P: Pass> {
    units: &'a [P::Unit],
    out: &'a mut Output,
}

impl<P: Pass> WithSimd for Encoding<'_, P> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        encode_units::<P>(self.units, self.out);
    }
}

#[inline(always)]
fn encode_units<P: Pass>(units: &[P::Unit], out: &mut Output) {
    let mut slots: Slots = [0; 1 << SLOT_BITS];
    let mut literals = 0;
    let mut at = 1;
    while let Some(mut found) = next::<P>(units, at, &mut slots) {
        if literals < found.at {
            found.grow_back::<P>(units, literals);
            out.literals::<P>(units, literals, found.at);
        }
        write_match(found.distance, found.length - P::BIAS, out);
        at = found.at + found.length;
        literals = at;
        remember::<P>(units, at, &mut slots);
    }
    out.literals::<P>(units, literals, units.len());
}

/// Find the first match at `at` or behind it.
#[inline(always)]
fn next<P: Pass>(units: &[P::Unit], mut at: usize, slots: &mut Slots) -> Option<Found> {
    loop {
        let around = units.get(at - 1..).and_then(|rest| rest.first_chunk())?;
        let mut distance = candidate::<P>(around, at, slots);
        if distance.is_none() {
            (at, distance) = scan::<P>(units, at + 1, slots);
        }
        let distance = distance?;
        let length = P::agreeing_in(&units[at..], &units[at - distance..]);
        if length >= least::<P>(distance) {
            let mut found = Found { at, distance, length };
            if length == P::BLOCK {
                found.grow_forward::<P>(units);
            }
            return Some(found);
        }
        at += 1;
    }
}

/// Find the first place, from `first` on, that has a candidate; the end of the units ends the search.
/// Among literals this is the whole work, and on its own it fits into the registers.
#[inline(never)]
fn scan<P: Pass>(units: &[P::Unit], first: usize, slots: &mut Slots) -> (usize, Option<usize>) {
    for (around, at) in units[first - 1..].windows(View::UNITS).zip(first..) {
        let View { mixed, run } = P::look(around.first_chunk().expect("windows of this size"));
        if run {
            return (at, Some(1));
        }
        let (slot, here) = hash(mixed, at);
        let distance = reachable(here, std::mem::replace(&mut slots[slot], here));
        if distance.is_some() {
            return (at, distance);
        }
    }
    (units.len(), None)
}

/// How far back the units at `at` may have been: one in a run, else where their hash was last.
/// `around` begins with the unit before them.
#[inline(always)]
fn candidate<P: Pass>(around: &[P::Unit; 4], at: usize, slots: &mut Slots) -> Option<usize> {
    let View { mixed, run } = P::look(around);
    let (slot, here) = hash(mixed, at);
    let entry = &mut slots[slot];
    let seen = select_unpredictable(run, here.wrapping_sub(1 << TAG_BITS), *entry);
    // A place inside a run is no good start for a later match.
    *entry = select_unpredictable(run, *entry, here);
    reachable(here, seen)
}

/// How far back what a slot held is, if it is of the same tag and a match can say it.
#[inline(always)]
fn reachable(here: u32, seen: u32) -> Option<usize> {
    // Unless the tags are the same, their difference makes this one large.
    let distance = here.wrapping_sub(seen).rotate_right(TAG_BITS);
    (distance.wrapping_sub(1) < MOST_DISTANCE as u32).then_some(distance as usize)
}

/// The slot of a hash, and what it holds for the place `at`.
#[inline(always)]
fn hash(mixed: u64, at: usize) -> (usize, u32) {
    let hash = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let tag = (hash >> (64 - SLOT_BITS - TAG_BITS)) as u32 & ((1 << TAG_BITS) - 1);
    ((hash >> (64 - SLOT_BITS)) as usize, (at as u32) << TAG_BITS | tag)
}

/// Enter the last two places of a match, which ends before `end`, into the table.
#[inline(always)]
fn remember<P: Pass>(units: &[P::Unit], end: usize, slots: &mut Slots) {
    let around = units.get(end.wrapping_sub(3)..).and_then(|rest| rest.first_chunk::<5>());
    let Some(around) = around else {
        return;
    };
    for back in [2, 1] {
        let view = around[2 - back..].first_chunk().expect("four of five");
        let (slot, here) = hash(P::look(view).mixed, end - back);
        slots[slot] = here;
    }
}

/// The shortest match that is shorter in the stream than its literals.
#[inline(always)]
fn least<P: Pass>(distance: usize) -> usize {
    /// Bytes that a far match takes more than a near one.
    const FAR_COST: usize = 2;
    P::BIAS + 1 + if distance < FIRST_FAR { 0 } else { FAR_COST.div_ceil(P::LITERAL) }
}

/// Units that equal those some way back.
struct Found {
    at: usize,
    distance: usize,
    length: usize,
}

impl Found {
    /// Take in the units behind that are equal too.
    #[inline(always)]
    fn grow_forward<P: Pass>(&mut self, units: &[P::Unit]) {
        let next = self.at + self.length;
        self.length += common::<P>(&units[next..], &units[next - self.distance..]);
    }

    /// Take in the units before that are equal too, back to `first`.
    #[inline(always)]
    fn grow_back<P: Pass>(&mut self, units: &[P::Unit], first: usize) {
        let behind = &units[..self.at - self.distance];
        let back = common_before::<P>(&units[first..self.at], behind);
        self.at -= back;
        self.length += back;
    }
}

/// Write a match (codecs.md 2.5); `code` is the length less its bias. Which form it takes is decided
/// without a branch: it cannot be foretold.
#[inline(always)]
fn write_match(distance: usize, code: usize, out: &mut Output) {
    if code >= LONG_LENGTH + FULL_EXTENSION {
        return write_long(distance, code, out);
    }
    let (high, low, low_size) = distance_fields(distance as u64 - 1);
    let is_long = code >= LONG_LENGTH;
    let extension_size = usize::from(is_long);
    let extension = select_unpredictable(is_long, code.wrapping_sub(LONG_LENGTH), 0);
    let control = (code.min(LONG_LENGTH) as u64) << 5 | high;
    let token = control | (extension as u64) << 8 | low << 8 << (8 * extension_size);
    out.room()[..8].copy_from_slice(&token.to_le_bytes());
    out.advance(1 + extension_size + low_size);
}

/// Write a match whose length takes more than one extension byte.
#[inline(never)]
fn write_long(distance: usize, code: usize, out: &mut Output) {
    let (high, low, low_size) = distance_fields(distance as u64 - 1);
    out.room()[0] = (LONG_LENGTH as u8) << 5 | high as u8;
    out.advance(1);
    out.extension(code - LONG_LENGTH);
    out.room()[..8].copy_from_slice(&low.to_le_bytes());
    out.advance(low_size);
}

/// The distance bits of the control byte, and the bytes that end the token, the first one lowest.
#[inline(always)]
fn distance_fields(biased: u64) -> (u64, u64, usize) {
    const FAR: u64 = FIRST_FAR as u64 - 1;
    let is_far = biased >= FAR;
    let beyond = biased.wrapping_sub(FAR);
    let far = 255 | (beyond >> 8 & 255) << 8 | (beyond & 255) << 16;
    let high = select_unpredictable(is_far, 31, biased >> 8);
    let low = select_unpredictable(is_far, far, biased & 255);
    (high, low, 1 + 2 * usize::from(is_far))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use crate::token::Token;

    fn written(distance: usize, code: usize) -> Vec<u8> {
        let mut out = Output::with_capacity(0);
        write_match(distance, code, &mut out);
        out.into_bytes()
    }

    #[test]
    fn matches_have_the_forms_of_the_specification() {
        assert_eq!(written(1, 1), [0x20, 0]);
        assert_eq!(written(0x1234, 6), [0xd2, 0x33]);
        assert_eq!(written(8191, 7), [0xff, 0, 0xfe]);
        assert_eq!(written(8192, 1), [0x3f, 0xff, 0, 0]);
        assert_eq!(written(8192 + 0x1234, 261), [0xff, 254, 0xff, 0x12, 0x34]);
        assert_eq!(written(MOST_DISTANCE, 262), [0xff, 255, 0, 0xff, 0xff, 0xff]);
        assert_eq!(written(2, 7 + 255 + 255 + 3), [0xe0, 255, 255, 3, 1]);
    }

    #[test]
    fn matches_lead_back() {
        for distance in [1, 2, 255, 256, 257, 8190, 8191, 8192, 8193, 40_000, MOST_DISTANCE] {
            for code in [1, 6, 7, 8, 260, 261, 262, 263, 516, 517, 10_000] {
                for behind in [0, 200] {
                    let bytes = [written(distance, code), vec![0; behind]].concat();
                    let (token, rest) = Input { bytes: &bytes }.token::<Colour>().unwrap();
                    let Token::Match { distance: back, length } = token else {
                        panic!("no match");
                    };
                    assert_eq!((back, length, rest.bytes.len()), (distance, code, behind));
                }
            }
        }
    }
}
