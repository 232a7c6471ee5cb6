//! The search for units that were there before, in the image or in earlier ones.

use piment_lz::Kind;
use piment_lz::compare::{common, common_before};
use piment_lz::output::Output;
use piment_lz::pass::{Alpha, Colour, Pass, Rgb16, Rgb24, View};

use crate::dictionary::Images;
use crate::table::Table;
use crate::token::Source;

/// Encode the newest image, which is of type `kind`.
pub fn encode(kind: Kind, images: Images<'_>, table: &mut Table, out: &mut Output) {
    match kind {
        Kind::Rgb16 => encode_pass::<Rgb16>(images, table, out),
        Kind::Rgb24 => encode_pass::<Rgb24>(images, table, out),
        Kind::Rgba => {
            encode_pass::<Colour>(images, table, out);
            encode_pass::<Alpha>(images, table, out);
        }
        _ => encode_pass::<Colour>(images, table, out),
    }
}

fn encode_pass<P: Pass>(images: Images<'_>, table: &mut Table, out: &mut Output) {
    let units = images.units::<P>(0).expect("the image itself");
    let mut alignments = Alignments::none();
    let mut literals = 0;
    let mut at = 1;
    while let Some(around) = units.get(at - 1..).and_then(|rest| rest.first_chunk()) {
        let followed = alignments.follow::<P>(units, at, literals);
        let found = match followed {
            Some(_) => followed,
            None => candidate::<P>(images, &P::look(around), at, table),
        };
        let Some(mut found) = found else {
            at += 1;
            continue;
        };
        if literals < at {
            let back = common_before::<P>(&units[literals..at], &found.units[..found.source]);
            at -= back;
            found.source -= back;
            found.length += back;
            out.literals::<P>(units, literals, at);
        }
        if found.whole {
            let next = found.source + found.length;
            found.length += common::<P>(&units[at + found.length..], &found.units[next..]);
        }
        alignments.learn(&found, at);
        token_source(found.image, found.source, at).write(found.length - P::BIAS, out);
        at += found.length;
        literals = at;
        remember::<P>(units, at, images.id, table);
    }
    out.literals::<P>(units, literals, units.len());
}

/// Units that equal those before us.
struct Found<'a, U> {
    /// How many images back they are.
    image: usize,
    /// That image.
    units: &'a [U],
    /// Index of the first one.
    source: usize,
    length: usize,
    /// Whether all units compared were equal, so that more may be.
    whole: bool,
}

/// Look where the units at `at` were last.
#[inline]
fn candidate<'a, P: Pass>(
    images: Images<'a>,
    view: &View,
    at: usize,
    table: &mut Table,
) -> Option<Found<'a, P::Unit>> {
    let seen = table.exchange(view, images.id, at)?;
    let (image, source) = (seen.image, seen.place);
    let units = images.units::<P>(image)?;
    // An old entry may name a place in this image that is still to come.
    if image == 0 && source >= at {
        return None;
    }
    let length = P::agreeing_in(&images.units::<P>(0)?[at..], units.get(source..)?);
    let size = 1 + token_source(image, source, at).fields().2;
    let least = (size / P::LITERAL).max(P::BIAS) + 1;
    let whole = length == P::BLOCK;
    (length >= least).then_some(Found { image, units, source, length, whole })
}

#[inline]
fn token_source(image: usize, source: usize, at: usize) -> Source {
    let offset = if image == 0 { at - source - 1 } else { source };
    Source { image: image as u32, offset: offset as u32 }
}

/// Enter the last two places of a match, which ends before `end`, into the table.
#[inline]
fn remember<P: Pass>(units: &[P::Unit], end: usize, id: u64, table: &mut Table) {
    let around = units.get(end.wrapping_sub(3)..).and_then(|rest| rest.first_chunk::<5>());
    let Some(around) = around else {
        return;
    };
    for back in [2, 1] {
        let view = around[2 - back..].first_chunk().expect("four of five");
        table.enter(&P::look(view), id, end - back);
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

impl<U> Clone for Alignment<'_, U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for Alignment<'_, U> {}

impl<'a, U> Alignments<'a, U> {
    /// Units behind the last match among which alignments are tried: frames differ in short
    /// stretches.
    const FOLLOWED: usize = 16;
    /// Length of a match from which its alignment is trusted: not by chance.
    const TRUSTED: usize = 32;

    fn none() -> Self {
        Alignments { last: None, trusted: [None; 2] }
    }

    /// Find a whole block of equal units at `at`; the last match ended at `end`.
    #[inline]
    fn follow<P: Pass<Unit = U>>(
        &self,
        units: &[U],
        at: usize,
        end: usize,
    ) -> Option<Found<'a, U>> {
        if at >= end + Self::FOLLOWED {
            return None;
        }
        let known = self.trusted.iter().chain([&self.last]).flatten();
        known.copied().find_map(|Alignment { image, units: others, shift }| {
            let source = at.wrapping_add(shift);
            let length = P::agreeing_in(&units[at..], others.get(source..)?);
            (length == P::BLOCK).then_some(Found {
                image,
                units: others,
                source,
                length,
                whole: true,
            })
        })
    }

    /// Take note of a match at `at`.
    #[inline]
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
