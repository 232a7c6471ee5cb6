//! Growing an image by what the tokens say. All functions here work by blocks and may need room for
//! [`SLACK`] units more than they append.

use crate::consts::MOST_LITERALS;
use crate::pass::Pass;

/// Units copied at a time.
const BLOCK: usize = 8;
/// Length from which memory is moved at once instead.
const LONG: usize = 64;
/// Units beyond the image that a buffer needs capacity for, lest it be moved.
pub const SLACK: usize = BLOCK + MOST_LITERALS;

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
    let Some(all) = bytes.first_chunk::<{ 3 * MOST_LITERALS }>() else {
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
    if distance == 1 {
        out.extend_from_slice(&[out[source]; BLOCK]);
        source = start;
    } else if distance < BLOCK {
        for at in source..source + BLOCK {
            out.push(out[at]);
        }
        // From here on the pattern lies two or more times behind.
        source = start + BLOCK - BLOCK.next_multiple_of(distance);
    }
    while out.len() < start + length {
        let block: [U; BLOCK] = *out[source..].first_chunk().expect("a block that is there");
        out.extend_from_slice(&block);
        source += BLOCK;
    }
    out.truncate(start + length);
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
