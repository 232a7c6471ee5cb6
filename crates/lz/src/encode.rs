//! From pixels to an LZ stream: greedy, one candidate a position, as few surprises for the branch
//! predictor as possible.

use std::hint::select_unpredictable;

use crate::compare::{common, common_before};
use crate::consts::{FIRST_FAR, FULL_EXTENSION, HEADER_SIZE, LONG_LENGTH, MOST_DISTANCE};
use crate::output::Output;
use crate::pass::{Alpha, Bytes, Colour, Pass, Rgb16, Rgb24, View};
use crate::{Error, Header, Kind};

/// Logarithm of the number of slots of the hash table: with 4 bytes each, the table stays in the
/// first level cache beside the picture's rows.
const SLOT_BITS: u32 = 13;
/// Where units of each hash were last: the low bits of the place under [`PLACE`], above them more
/// bits of the hash, which spare a look at the pixels when other units share the slot.
type Slots = [u32; 1 << SLOT_BITS];
/// The bits of a slot that say where: enough for [`MOST_DISTANCE`]. Slots left over from further
/// back give a wrong distance, which the comparison of the pixels finds out.
const PLACE: u32 = (1 << 18) - 1;

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
    let units: &[P::Unit] = bytemuck::cast_slice(pixels);
    let mut slots: Slots = [0; 1 << SLOT_BITS];
    let mut literals = 0;
    let mut at = 1;
    while let Some(around) = units.get(at - 1..).and_then(|rest| rest.first_chunk()) {
        let distance = candidate(&P::look(around), at, &mut slots);
        let length =
            distance.map_or(0, |distance| P::agreeing_in(&units[at..], &units[at - distance..]));
        let Some(distance) = distance.filter(|distance| length >= least::<P>(*distance)) else {
            at += 1;
            continue;
        };
        let mut found = Found { at, distance, length };
        if literals < at {
            found.grow_back::<P>(units, literals);
            out.literals::<P>(units, literals, found.at);
        }
        if length == P::BLOCK {
            found.grow_forward::<P>(units);
        }
        write_match(found.distance, found.length - P::BIAS, out);
        at = found.at + found.length;
        literals = at;
        remember::<P>(units, at, &mut slots);
    }
    out.literals::<P>(units, literals, units.len());
}

/// How far back the units at `at` may have been: one in a run, else where their hash was last.
#[inline]
fn candidate(view: &View, at: usize, slots: &mut Slots) -> Option<usize> {
    let (slot, tag) = hash(view.mixed);
    let entry = &mut slots[slot];
    let seen = if view.run { tag | (at as u32 - 1) & PLACE } else { *entry };
    // A place inside a run is no good start for a later match.
    *entry = if view.run { *entry } else { tag | at as u32 & PLACE };
    let distance = (at as u32).wrapping_sub(seen) & PLACE;
    let reachable = distance.wrapping_sub(1) < MOST_DISTANCE as u32;
    (reachable && (seen ^ tag) <= PLACE).then_some(distance as usize)
}

/// The slot and the tag of a hash.
#[inline]
fn hash(mixed: u64) -> (usize, u32) {
    let hash = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash >> (64 - SLOT_BITS)) as usize, (hash >> 16) as u32 & !PLACE)
}

/// Enter the last two places of a match, which ends before `end`, into the table.
#[inline]
fn remember<P: Pass>(units: &[P::Unit], end: usize, slots: &mut Slots) {
    let around = units.get(end.wrapping_sub(3)..).and_then(|rest| rest.first_chunk::<5>());
    let Some(around) = around else {
        return;
    };
    for back in [2, 1] {
        let view = around[2 - back..].first_chunk().expect("four of five");
        let (slot, tag) = hash(P::look(view).mixed);
        slots[slot] = tag | (end - back) as u32 & PLACE;
    }
}

/// The shortest match that is shorter in the stream than its literals.
#[inline]
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
    fn grow_forward<P: Pass>(&mut self, units: &[P::Unit]) {
        let next = self.at + self.length;
        self.length += common::<P>(&units[next..], &units[next - self.distance..]);
    }

    /// Take in the units before that are equal too, back to `first`.
    #[inline]
    fn grow_back<P: Pass>(&mut self, units: &[P::Unit], first: usize) {
        let behind = &units[..self.at - self.distance];
        let back = common_before::<P>(&units[first..self.at], behind);
        self.at -= back;
        self.length += back;
    }
}

/// Write a match (codecs.md 2.5); `code` is the length less its bias. Which form it takes is decided
/// without a branch: it cannot be foretold.
#[inline]
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
#[inline]
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
