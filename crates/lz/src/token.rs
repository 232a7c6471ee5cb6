//! What a stream says next (codecs.md 2.2).

use crate::Error;
use crate::consts::{FIRST_MATCH, FULL_EXTENSION, LONG_LENGTH, MOST_LITERAL_BYTES};
use crate::input::Input;
use crate::pass::Pass;

/// One step of a stream.
#[derive(Clone, Copy)]
pub enum Token<'a> {
    /// That many units in their literal form; more bytes may lie behind them.
    Literals { count: usize, bytes: &'a [u8] },
    /// Units that were there before.
    Match { distance: usize, length: usize },
}

impl Token<'_> {
    /// Check that the token fits behind `done` of `units` units.
    ///
    /// # Errors
    /// [`Error::Overrun`] and [`Error::Distance`].
    #[inline]
    pub fn check(self, done: usize, units: usize) -> Result<(), Error> {
        let (distance, length) = match self {
            Token::Literals { count, .. } => (0, count),
            Token::Match { distance, length } => (distance, length),
        };
        if length > units - done {
            return Err(Error::Overrun { length, left: units - done });
        }
        if distance > done {
            return Err(Error::Distance { distance, position: done });
        }
        Ok(())
    }
}

/// Bytes of the longest token that has no length extension.
const LONGEST: usize = 1 + MOST_LITERAL_BYTES;
/// The first control byte that announces a length extension.
const FIRST_LONG: u8 = (LONG_LENGTH as u8) * FIRST_MATCH;
/// Distance bits of a control byte.
const HIGH: u8 = FIRST_MATCH - 1;

impl<'a> Input<'a> {
    /// Read a token; returns it and what is left behind it.
    ///
    /// # Errors
    /// [`Error::Truncated`]
    #[inline]
    pub(crate) fn token<P: Pass>(self) -> Result<(Token<'a>, Input<'a>), Error> {
        match self.common_token::<P>() {
            Some(token) => Ok(token),
            None => self.any_token::<P>(),
        }
    }

    /// Read one of the tokens that make up most of a stream, away from its end.
    #[inline]
    fn common_token<P: Pass>(self) -> Option<(Token<'a>, Input<'a>)> {
        let head = self.bytes.first_chunk::<LONGEST>()?;
        let control = head[0];
        if control < FIRST_MATCH {
            let count = usize::from(control) + 1;
            let rest = Input { bytes: &self.bytes[1 + count * P::LITERAL..] };
            return Some((Token::Literals { count, bytes: &head[1..] }, rest));
        }
        // Which form it has is no branch: it cannot be foretold.
        let fields = u64::from_le_bytes(*head[1..].first_chunk().expect("more lie ahead"));
        let is_long = control >= FIRST_LONG;
        let extension = if is_long { fields & 255 } else { 0 };
        let fields = fields >> (8 * u64::from(is_long));
        let biased = u64::from(control & HIGH) << 8 | fields & 255;
        let is_far = biased == FAR as u64;
        let beyond = (fields >> 8 & 255) << 8 | fields >> 16 & 255;
        let distance = (biased + 1 + if is_far { beyond } else { 0 }) as usize;
        let length = usize::from(control / FIRST_MATCH) + P::BIAS + extension as usize;
        let size = 2 + usize::from(is_long) + 2 * usize::from(is_far);
        let rest = Input { bytes: &self.bytes[size..] };
        (extension < FULL_EXTENSION as u64).then_some((Token::Match { distance, length }, rest))
    }

    /// Read a token of any form, also where the stream ends.
    #[cold]
    fn any_token<P: Pass>(mut self) -> Result<(Token<'a>, Input<'a>), Error> {
        let control = self.byte()?;
        if control < FIRST_MATCH {
            let count = usize::from(control) + 1;
            let bytes = self.literals(count * P::LITERAL)?;
            return Ok((Token::Literals { count, bytes }, self));
        }
        let mut code = usize::from(control / FIRST_MATCH);
        if code == LONG_LENGTH {
            code += self.extension()?;
        }
        let mut biased = usize::from(control & HIGH) << 8 | usize::from(self.byte()?);
        if biased == FAR {
            biased += usize::from(self.byte()?) << 8;
            biased += usize::from(self.byte()?);
        }
        Ok((Token::Match { distance: biased + 1, length: code + P::BIAS }, self))
    }
}

/// What the distance fields of the far form say before its own two bytes are added.
const FAR: usize = 8191;
