//! From pixels to an LZ stream: greedy, one candidate a position, as fast as it goes.

use crate::consts::{
    FIRST_FAR, FIRST_MATCH, HEADER_SIZE, LONG_LENGTH, MOST_DISTANCE, MOST_LITERALS,
};
use crate::pass::{Alpha, Bytes, Colour, Pass, Rgb16, Rgb24};
use crate::{Error, Header, Kind};

/// Units that the hash looks at.
const HASHED: usize = 3;
/// Logarithm of the number of slots of the hash table: 4 bytes each, so that the table stays in
/// the first level cache beside the picture's rows.
const SLOT_BITS: u32 = 13;
/// Units that are compared at a time when a match is extended.
const BLOCK: usize = 8;

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
    let mut out = Vec::with_capacity(HEADER_SIZE + pixels.len() / 4);
    out.extend_from_slice(&header.to_bytes());
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
    Ok(out)
}

fn encode_pass<P: Pass>(pixels: &[u8], out: &mut Vec<u8>) {
    let units: &[P::Unit] = bytemuck::cast_slice(pixels);
    let mut slots = vec![0u32; 1 << SLOT_BITS];
    let mut literals = 0;
    let mut at = 1;
    while at + HASHED <= units.len() {
        let Some(found) = find::<P>(units, at, &mut slots) else {
            at += 1;
            continue;
        };
        let back = common_before::<P>(units, found, literals);
        write_literals::<P>(&units[literals..found.at - back], out);
        let end = found.at + found.length;
        write_match::<P>(found.distance, found.length + back, out);
        for place in [end - 2, end - 1] {
            if place > at && place + HASHED <= units.len() {
                slots[slot::<P>(&units[place..place + HASHED])] = place as u32;
            }
        }
        at = end;
        literals = end;
    }
    write_literals::<P>(&units[literals.min(units.len())..], out);
}

/// Units that equal those some way back.
#[derive(Clone, Copy)]
struct Match {
    at: usize,
    distance: usize,
    length: usize,
}

/// Find a match for the units at `at`, and remember the place in the hash table.
#[inline]
fn find<P: Pass>(units: &[P::Unit], at: usize, slots: &mut [u32]) -> Option<Match> {
    let next = &units[at..at + HASHED];
    let before = P::key(units[at - 1]);
    if next.iter().all(|unit| P::key(*unit) == before) {
        return Some(Match { at, distance: 1, length: common::<P>(units, at, at - 1) });
    }
    let entry = &mut slots[slot::<P>(next)];
    let source = *entry as usize;
    *entry = at as u32;
    let distance = at - source;
    if distance > MOST_DISTANCE || P::key(units[source]) != P::key(units[at]) {
        return None;
    }
    let length = common::<P>(units, at, source);
    let far = distance >= FIRST_FAR;
    let least = P::BIAS + 1 + if far { FAR_COST / P::LITERAL } else { 0 };
    (length >= least).then_some(Match { at, distance, length })
}

/// Bytes that a far match takes more than a near one.
const FAR_COST: usize = 2;

/// The slot of the units' hash.
#[inline]
fn slot<P: Pass>(next: &[P::Unit]) -> usize {
    let keys = [P::key(next[0]), P::key(next[1]), P::key(next[2])].map(u64::from);
    let mixed = keys[0] ^ (keys[1] << 20) ^ (keys[2] << 40);
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - SLOT_BITS)) as usize
}

/// How many units from `at` on equal those from `source` on, which lies before.
#[inline]
fn common<P: Pass>(units: &[P::Unit], at: usize, source: usize) -> usize {
    let ahead = &units[at..];
    let behind = &units[source..source + ahead.len()];
    let mut length = 0;
    for (a, b) in ahead.chunks_exact(BLOCK).zip(behind.chunks_exact(BLOCK)) {
        let differences = a.iter().zip(b).fold(0, |sum, (a, b)| sum | (P::key(*a) ^ P::key(*b)));
        if differences != 0 {
            break;
        }
        length += BLOCK;
    }
    let rest = ahead[length..].iter().zip(&behind[length..]);
    length + rest.take_while(|(a, b)| P::key(**a) == P::key(**b)).count()
}

/// How many units before the match are part of it too, back to `first`.
#[inline]
fn common_before<P: Pass>(units: &[P::Unit], found: Match, first: usize) -> usize {
    let source = found.at - found.distance;
    let ahead = units[first..found.at].iter().rev();
    let behind = units[..source].iter().rev();
    ahead.zip(behind).take_while(|(a, b)| P::key(**a) == P::key(**b)).count()
}

fn write_literals<P: Pass>(units: &[P::Unit], out: &mut Vec<u8>) {
    for run in units.chunks(MOST_LITERALS) {
        out.push(run.len() as u8 - 1);
        P::write_all(run, out);
    }
}

/// Write a match (codecs.md 2.5).
fn write_match<P: Pass>(distance: usize, length: usize, out: &mut Vec<u8>) {
    let code = length - P::BIAS;
    let control = (code.min(LONG_LENGTH) as u8) * FIRST_MATCH;
    let biased = distance - 1;
    let far = distance >= FIRST_FAR;
    out.push(control | if far { FIRST_MATCH - 1 } else { (biased >> 8) as u8 });
    if code >= LONG_LENGTH {
        let mut rest = code - LONG_LENGTH;
        while rest >= 255 {
            out.push(255);
            rest -= 255;
        }
        out.push(rest as u8);
    }
    if far {
        let beyond = distance - FIRST_FAR;
        out.extend_from_slice(&[255, (beyond >> 8) as u8, beyond as u8]);
    } else {
        out.push(biased as u8);
    }
}
