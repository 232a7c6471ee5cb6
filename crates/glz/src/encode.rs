//! The search for units that were there before, in the image or in earlier ones.

use piment_lz::Kind;
use piment_lz::compare::{common, common_before};
use piment_lz::output::Output;
use piment_lz::pass::{Alpha, Colour, Pass, Rgb16, Rgb24};
use pulp::{Arch, Simd, WithSimd};

use crate::dictionary::Earlier;
use crate::own::Own;
use crate::table::{Seen, Table};
use crate::token::Source;

/// Encode an image, taking it in on the way.
pub fn encode(earlier: Earlier<'_>, own: &mut Own<'_>, table: &mut Table, out: &mut Output) {
    match earlier.kind {
        Kind::Rgb16 => encode_pass::<Rgb16>(earlier, own, table, out),
        Kind::Rgb24 => encode_pass::<Rgb24>(earlier, own, table, out),
        Kind::Rgba => {
            encode_pass::<Colour>(earlier, own, table, out);
            encode_pass::<Alpha>(earlier, own, table, out);
        }
        _ => encode_pass::<Colour>(earlier, own, table, out),
    }
}

fn encode_pass<P: Pass>(
    earlier: Earlier<'_>,
    own: &mut Own<'_>,
    table: &mut Table,
    out: &mut Output,
) {
    let alignments = Alignments::none();
    let search = Search::<P> { earlier, table, out, alignments, literals: 0, at: 1, open: None };
    Arch::new().dispatch(Encoding { own, search });
}

/// A pass on its way into the stream: a kernel. All that is hot in it must be inlined.
struct Encoding<'a, 'b, P: Pass> {
    own: &'a mut Own<'b>,
    search: Search<'a, P>,
}

impl<P: Pass> WithSimd for Encoding<'_, '_, P> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _simd: S) {
        loop {
            self.own.take_in();
            self.search.run(bytemuck::cast_slice(&self.own.bytes), self.own.is_whole());
            if self.own.is_whole() {
                return;
            }
        }
    }
}

/// The search as far as it has come.
struct Search<'a, P: Pass> {
    earlier: Earlier<'a>,
    table: &'a mut Table,
    out: &'a mut Output,
    alignments: Alignments<'a, P::Unit>,
    /// The first unit that no token stands for yet.
    literals: usize,
    /// Where to look next.
    at: usize,
    /// A match at `at` that may go on with the next stripe.
    open: Option<Found<'a, P::Unit>>,
}

impl<'a, P: Pass> Search<'a, P> {
    /// A match of this many units is always shorter in the stream than its literals.
    const ENOUGH: usize = Source::least_of::<P>(Source::MOST_BYTES);

    /// Encode the units that are here; `whole` says that no more will come.
    #[inline(always)]
    fn run(&mut self, units: &[P::Unit], whole: bool) {
        if let Some(found) = self.open.take()
            && !self.settle(found, units, whole)
        {
            return;
        }
        while let Some(found) = self.next(units, whole) {
            if !self.settle(found, units, whole) {
                return;
            }
        }
        if whole {
            self.out.literals::<P>(units, self.literals, units.len());
        }
    }

    /// Write a match, as long as it is, and return true; false when it may go on with the next stripe.
    #[inline(always)]
    fn settle(&mut self, mut found: Found<'a, P::Unit>, units: &[P::Unit], whole: bool) -> bool {
        if found.whole {
            found.grow::<P>(units, self.at);
        }
        if self.at + found.length == units.len() && !whole {
            self.open = Some(found);
            return false;
        }
        self.write(&found);
        self.remember(units);
        true
    }

    /// Find the next match, to which `at` moves; write the literals before it.
    #[inline(always)]
    fn next(&mut self, units: &[P::Unit], whole: bool) -> Option<Found<'a, P::Unit>> {
        // Blocks that are compared shall not end with the stripe.
        let behind = if whole { 0 } else { P::BLOCK };
        let end = units.len().saturating_sub(behind);
        let mut at = self.at;
        let mut found = loop {
            let around = units[..end].get(at - 1..).and_then(|rest| rest.first_chunk());
            let Some(around) = around else {
                self.at = at;
                return None;
            };
            let seen = if at < self.literals + Alignments::<P::Unit>::FOLLOWED {
                if let Some(found) = self.alignments.follow::<P>(units, at, self.literals) {
                    break found;
                }
                self.table.exchange(&P::look(around), self.earlier.id, at)
            } else {
                let (place, seen) = self.table.scan::<P>(&units[..end], self.earlier.id, at);
                at = place;
                if seen.is_none() {
                    continue;
                }
                seen
            };
            if let Some(found) = seen.and_then(|seen| self.candidate(units, &seen, at)) {
                break found;
            }
            at += 1;
        };
        self.at = at;
        if self.literals < at {
            let others = &found.others(units)[..found.source];
            let back = common_before::<P>(&units[self.literals..at], others);
            self.at -= back;
            found.source -= back;
            found.length += back;
            self.out.literals::<P>(units, self.literals, self.at);
            self.literals = self.at;
        }
        Some(found)
    }

    /// Compare the units at `at` with those that were seen.
    #[inline(always)]
    fn candidate(&self, units: &[P::Unit], seen: &Seen, at: usize) -> Option<Found<'a, P::Unit>> {
        let &Seen { image, place: source } = seen;
        let others = match image {
            // An old entry may name a place in this image that is still to come.
            0 if source >= at => return None,
            0 => &[],
            _ => self.earlier.units::<P>(image)?,
        };
        let found = Found { image, units: others, source, length: 0, whole: false };
        let length = P::agreeing_in(&units[at..], found.others(units).get(source..)?);
        let enough = length >= Self::ENOUGH || length >= found.token(at).least::<P>();
        let whole = length == P::BLOCK;
        enough.then_some(Found { length, whole, ..found })
    }

    /// Write a match at `at`, and go behind it.
    #[inline(always)]
    fn write(&mut self, found: &Found<'a, P::Unit>) {
        self.alignments.learn(found, self.at);
        found.token(self.at).write(found.length - P::BIAS, self.out);
        self.at += found.length;
        self.literals = self.at;
    }

    /// Enter the last two places before `at` into the table.
    #[inline(always)]
    fn remember(&mut self, units: &[P::Unit]) {
        let around = units.get(self.at.wrapping_sub(3)..).and_then(|rest| rest.first_chunk::<5>());
        let Some(around) = around else {
            return;
        };
        for back in [2, 1] {
            let view = around[2 - back..].first_chunk().expect("four of five");
            self.table.enter(&P::look(view), self.earlier.id, self.at - back);
        }
    }
}

/// Units that equal those before us.
struct Found<'a, U> {
    /// How many images back they are.
    image: usize,
    /// That image, if it is an earlier one.
    units: &'a [U],
    /// Index of the first one.
    source: usize,
    length: usize,
    /// Whether all units compared were equal, so that more may be.
    whole: bool,
}

impl<'a, U: Copy> Found<'a, U> {
    /// What a match at `at` points to, as its token says it.
    #[inline(always)]
    fn token(&self, at: usize) -> Source {
        let offset = if self.image == 0 { at - self.source - 1 } else { self.source };
        Source { image: self.image as u32, offset: offset as u32 }
    }

    /// The image that the match points into; `units` are those of this one.
    #[inline(always)]
    fn others<'b>(&self, units: &'b [U]) -> &'b [U]
    where
        'a: 'b,
    {
        if self.image == 0 { units } else { self.units }
    }

    /// Take in the units behind that are equal too.
    #[inline(always)]
    fn grow<P: Pass<Unit = U>>(&mut self, units: &[U], at: usize) {
        let others = self.others(units);
        self.length +=
            common::<P>(&units[at + self.length..], &others[self.source + self.length..]);
    }
}

/// How this image lies over others: the difference of places between units that are equal.
///
/// What scrolled or stood still since an earlier frame is found again at once where the last match
/// ended, though the table knows only its last place.
struct Alignments<'a, U> {
    /// Of the last match.
    last: Option<Alignment<'a, U>>,
    /// Of the last two long matches in earlier images that differed: as a rule what moved and what
    /// did not.
    trusted: [Option<Alignment<'a, U>>; 2],
}

struct Alignment<'a, U> {
    image: usize,
    units: &'a [U],
    /// Added to a place here, gives the place there, modulo the size of the address space.
    shift: usize,
}

impl<'a, U: Copy> Alignment<'a, U> {
    /// Find equal units at `at` where the alignment leads to.
    #[inline(always)]
    fn lead<P: Pass<Unit = U>>(&self, units: &[U], at: usize) -> Option<Found<'a, U>> {
        let &Alignment { image, units: others, shift } = self;
        let source = at.wrapping_add(shift);
        let found = Found { image, units: others, source, length: 0, whole: false };
        let length = P::agreeing_in(&units[at..], found.others(units).get(source..)?);
        let whole = length == P::BLOCK;
        (length >= Alignments::<U>::LEAST).then_some(Found { length, whole, ..found })
    }
}

impl<U> Clone for Alignment<'_, U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for Alignment<'_, U> {}

impl<'a, U: Copy> Alignments<'a, U> {
    /// Units behind the last match among which alignments are tried: frames differ in short
    /// stretches.
    const FOLLOWED: usize = 16;
    /// Units that have to be equal, lest a shorter match keep a better one from being found.
    const LEAST: usize = 8;
    /// Length of a match from which its alignment is trusted: not by chance.
    const TRUSTED: usize = 32;

    fn none() -> Self {
        Alignments { last: None, trusted: [None; 2] }
    }

    /// Find equal units at `at`; the last match ended at `end`.
    #[inline(always)]
    fn follow<P: Pass<Unit = U>>(
        &self,
        units: &[U],
        at: usize,
        end: usize,
    ) -> Option<Found<'a, U>> {
        for known in &self.trusted {
            if let Some(known) = known
                && let Some(found) = known.lead::<P>(units, at)
            {
                return Some(found);
            }
        }
        // Where the last match has ended its alignment leads no further.
        self.last.as_ref().filter(|_| at > end)?.lead::<P>(units, at)
    }

    /// Take note of a match at `at`.
    #[inline(always)]
    fn learn(&mut self, found: &Found<'a, U>, at: usize) {
        let &Found { image, units, source, length, .. } = found;
        let now = Alignment { image, units, shift: source.wrapping_sub(at) };
        self.last = Some(now);
        let trusted = |known: &Alignment<'a, U>| (known.image, known.shift) == (image, now.shift);
        if image > 0 && length >= Self::TRUSTED && !self.trusted[0].as_ref().is_some_and(trusted) {
            self.trusted = [Some(now), self.trusted[0]];
        }
    }
}
