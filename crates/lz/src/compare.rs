//! How far two stretches of units agree.

use crate::pass::Pass;

/// How many units at the start are the same in both.
#[inline(always)]
pub fn common<P: Pass>(one: &[P::Unit], other: &[P::Unit]) -> usize {
    let mut length = P::agreeing_in(one, other);
    // Most matches end soon; for the others the wide steps pay.
    if length < P::BLOCK {
        return length;
    }
    length += same_wide::<P>(&one[length..], &other[length..]);
    loop {
        let agreeing = P::agreeing_in(&one[length..], &other[length..]);
        length += agreeing;
        if agreeing < P::BLOCK {
            return length;
        }
    }
}

/// How many units at the start are the same in both, in steps of [`WIDE`]. The inner loop has no
/// branch, so that the compiler makes vector instructions of it.
#[inline(always)]
fn same_wide<P: Pass>(one: &[P::Unit], other: &[P::Unit]) -> usize {
    const WIDE: usize = 16;
    let same = |(a, b): &(&[P::Unit], &[P::Unit])| {
        a.iter().zip(*b).fold(0, |sum, (a, b)| sum | (P::key(*a) ^ P::key(*b))) == 0
    };
    one.chunks_exact(WIDE).zip(other.chunks_exact(WIDE)).take_while(same).count() * WIDE
}

/// How many units at the end are the same in both.
#[inline(always)]
pub fn common_before<P: Pass>(one: &[P::Unit], other: &[P::Unit]) -> usize {
    let pairs = one.iter().rev().zip(other.iter().rev());
    pairs.take_while(|(a, b)| P::key(**a) == P::key(**b)).count()
}
