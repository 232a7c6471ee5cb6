//! Growing an image by what the tokens say. All functions here work by blocks and may need room for
//! [`SLACK`] units more than they append.

use crate::consts::{MOST_LITERAL_BYTES, MOST_LITERALS};
use crate::pass::Pass;

/// Units read or copied at a time.
const BLOCK: usize = 8;
/// Length from which memory is moved at once instead.
const LONG: usize = 64;
/// Units beyond the image that a buffer needs capacity for, lest it be moved.
pub const SLACK: usize = 2 * BLOCK + MOST_LITERALS;

/// A block of units that repeat others less than a block back.
#[derive(Clone, Copy)]
struct Pattern {
    /// Where in the block before this one they are.
    places: [u8; BLOCK],
    /// The distance of a block or more at which they repeat as well.
    period: usize,
}

/// Patterns by distance.
const PATTERNS: [Pattern; BLOCK] = {
    let mut patterns = [Pattern { places: [0; BLOCK], period: BLOCK }; BLOCK];
    let mut distance = 1;
    while distance < BLOCK {
        let mut at = 0;
        while at < BLOCK {
            patterns[distance].places[at] = (BLOCK - distance + at % distance) as u8;
            at += 1;
        }
        patterns[distance].period = BLOCK.next_multiple_of(distance);
        distance += 1;
    }
    patterns
};

/// Append `count` units from their literal forms, by whole blocks as long as there are bytes.
#[inline]
pub fn append_literals<P: Pass<Unit = [u8; N]>, const N: usize>(
    out: &mut Vec<[u8; N]>,
    count: usize,
    bytes: &[u8],
) {
    let unit = |literal: &[u8]| {
        let mut unit = [0; N];
        P::read(literal, &mut unit);
        unit
    };
    let Some(all) = bytes.first_chunk::<MOST_LITERAL_BYTES>() else {
        out.extend(bytes.chunks_exact(P::LITERAL).take(count).map(unit));
        return;
    };
    let end = out.len() + count;
    for block in all.chunks_exact(BLOCK * P::LITERAL) {
        out.extend(block[..BLOCK * P::LITERAL].chunks_exact(P::LITERAL).map(unit));
        if out.len() >= end {
            break;
        }
    }
    out.truncate(end);
}

/// Append `length` units from `distance` units back; the two may overlap.
#[inline]
pub fn repeat<U: Copy>(out: &mut Vec<U>, distance: usize, length: usize) {
    if length > LONG {
        repeat_long(out, distance, length);
    } else {
        repeat_short(out, distance, length);
    }
}

/// Append up to [`LONG`] units from `distance` units back, by whole blocks; the room for what is
/// too much must have been reserved.
#[inline]
fn repeat_short<U: Copy>(out: &mut Vec<U>, distance: usize, length: usize) {
    let start = out.len();
    let mut source = start - distance;
    if let Some(pattern) = PATTERNS.get(distance) {
        let Some(before) = out.last_chunk::<BLOCK>() else {
            return repeat_long(out, distance, length);
        };
        let block = pattern.places.map(|place| before[usize::from(place) % BLOCK]);
        out.extend_from_slice(&block);
        source = start + BLOCK - pattern.period;
    } else {
        append_block(out, source);
        source += BLOCK;
    }
    append_block(out, source);
    while out.len() < start + length {
        source += BLOCK;
        append_block(out, source);
    }
    out.truncate(start + length);
}

/// Append the block of units that begins at `source`.
#[inline]
fn append_block<U: Copy>(out: &mut Vec<U>, source: usize) {
    let block: [U; BLOCK] = *out[source..].first_chunk().expect("a block that is there");
    out.extend_from_slice(&block);
}

/// Append any number of units from `distance` units back.
fn repeat_long<U: Copy>(out: &mut Vec<U>, distance: usize, length: usize) {
    let source = out.len() - distance;
    if distance == 1 {
        out.resize(out.len() + length, out[source]);
        return;
    }
    let mut left = length;
    while left > 0 {
        let part = left.min(out.len() - source);
        out.extend_from_within(source..source + part);
        left -= part;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_repeat_as_one_by_one() {
        for start in 1..40 {
            for distance in 1..=start {
                for length in [1, 2, 7, 8, 9, 15, 16, 17, 31, 64, 65, 200] {
                    let mut expected: Vec<u16> = (0..start as u16).collect();
                    let mut out = expected.clone();
                    for _ in 0..length {
                        expected.push(expected[expected.len() - distance]);
                    }
                    repeat(&mut out, distance, length);
                    assert_eq!(out, expected, "{length} from {distance} back of {start}");
                }
            }
        }
    }

    #[test]
    fn what_is_appended_fits_into_the_slack() {
        for length in 1..=LONG {
            let mut out: Vec<u8> = Vec::with_capacity(20 + length + SLACK);
            let capacity = out.capacity();
            out.resize(20, 1);
            repeat(&mut out, 9, length);
            assert_eq!((out.len(), out.capacity()), (20 + length, capacity));
        }
    }
}
