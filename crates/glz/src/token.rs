//! What a stream says next (codecs.md 3.2).

use std::hint::select_unpredictable;

use piment_lz::Error;
use piment_lz::consts::{FIRST_MATCH, FULL_EXTENSION, LONG_LENGTH};
use piment_lz::input::Input;
use piment_lz::output::Output;
use piment_lz::pass::Pass;

use crate::consts::{FIRST_FOUR_BYTES, FIRST_LONG_OFFSET, FOURTH_BYTE, LONG_OFFSET, LOW_OFFSET};

/// One step of a stream.
#[derive(Clone, Copy)]
pub enum Token<'a> {
    /// That many units in their literal form; more bytes may lie behind them.
    Literals { count: usize, bytes: &'a [u8] },
    /// Units of an image so many images back, or of this one; see [`Source`].
    Match { source: Source, length: usize },
}

/// Where a match points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// How many images back; 0 is the image itself.
    pub image: u32,
    /// In an earlier image, the place counted from its first unit; in the image itself, how far
    /// back less one.
    pub offset: u32,
}

impl Source {
    /// Most bytes of a token whose length takes no extension.
    pub const MOST_BYTES: usize = 1 + 2 + 3 + 1;

    /// The shortest match that is shorter in the stream than its literals, if its token has so many
    /// bytes.
    pub const fn least_of<P: Pass>(bytes: usize) -> usize {
        let units = bytes / P::LITERAL;
        (if units > P::BIAS { units } else { P::BIAS }) + 1
    }

    /// The shortest match that is shorter in the stream than its literals.
    #[inline(always)]
    pub fn least<P: Pass>(self) -> usize {
        Self::least_of::<P>(1 + self.fields().2)
    }

    /// The bytes of a match but for its length: what stands in the control byte, what ends the
    /// token (the first byte lowest), and how many bytes that is. Which form they take is decided
    /// without a branch: it cannot be foretold.
    #[inline(always)]
    pub fn fields(self) -> (u8, u64, usize) {
        let Source { image, offset } = self;
        let (ofs, img) = (u64::from(offset), u64::from(image));
        let is_long = offset >= FIRST_LONG_OFFSET;
        let has_fourth = offset >= FIRST_FOUR_BYTES;
        let high = select_unpredictable(is_long, img, img >> 6);
        let more = bytes_beyond(high);
        let beside = select_unpredictable(is_long, ofs >> 12 & 31, img & 63);
        let fourth = u64::from(FOURTH_BYTE) * u64::from(has_fourth);
        let middle = beside | fourth | (more as u64) << 6;
        let size = 2 + more;
        let last = ofs >> 4 & 255 | middle << 8 | high << 16 | ofs >> 17 << (8 * size);
        let low = (offset as u8 & LOW_OFFSET) | (LONG_OFFSET * u8::from(is_long));
        (low, last, size + usize::from(has_fourth))
    }

    /// Write a match; `code` is its length less the bias.
    #[inline(always)]
    pub fn write(self, code: usize, out: &mut Output) {
        if code >= LONG_LENGTH + FULL_EXTENSION {
            return self.write_long(code, out);
        }
        let (low, last, size) = self.fields();
        let control = ((code.min(LONG_LENGTH) as u8) * FIRST_MATCH) | low;
        let has_extension = code >= LONG_LENGTH;
        let extension = select_unpredictable(has_extension, code.wrapping_sub(LONG_LENGTH), 0);
        let behind = 1 + usize::from(has_extension);
        let token = u64::from(control) | (extension as u64) << 8 | last << (8 * behind);
        out.room()[..8].copy_from_slice(&token.to_le_bytes());
        out.advance(behind + size);
    }

    /// Write a match whose length takes more than one extension byte.
    #[inline(never)]
    fn write_long(self, code: usize, out: &mut Output) {
        let (low, last, size) = self.fields();
        out.extend(&[((LONG_LENGTH as u8) * FIRST_MATCH) | low]);
        out.extension(code - LONG_LENGTH);
        out.extend(&last.to_le_bytes()[..size]);
    }
}

/// Bytes that a number takes; none for 0.
#[inline(always)]
fn bytes_beyond(number: u64) -> usize {
    (64 - number.leading_zeros()).div_ceil(8) as usize
}

/// Read a token; returns it and what is left behind it.
///
/// # Errors
/// [`Error::Truncated`]
#[inline]
pub fn token<P: Pass>(mut input: Input<'_>) -> Result<(Token<'_>, Input<'_>), Error> {
    let control = input.byte()?;
    if control < FIRST_MATCH {
        let count = usize::from(control) + 1;
        let bytes = input.literals(count * P::LITERAL)?;
        return Ok((Token::Literals { count, bytes }, input));
    }
    let mut code = usize::from(control / FIRST_MATCH);
    if code == LONG_LENGTH {
        code += input.extension()?;
    }
    let source = source(&mut input, control)?;
    Ok((Token::Match { source, length: code + P::BIAS }, input))
}

#[inline]
fn source(input: &mut Input<'_>, control: u8) -> Result<Source, Error> {
    let mut offset = u32::from(control & LOW_OFFSET) | u32::from(input.byte()?) << 4;
    let last = input.byte()?;
    let more = last >> 6;
    if control & LONG_OFFSET == 0 {
        let image = u32::from(last & 63) | number(input, more)? << 6;
        return Ok(Source { image, offset });
    }
    offset |= u32::from(last & 31) << 12;
    let image = number(input, more)?;
    if last & FOURTH_BYTE != 0 {
        offset |= u32::from(input.byte()?) << 17;
    }
    Ok(Source { image, offset })
}

/// Read a little endian number of up to three bytes.
#[inline]
fn number(input: &mut Input<'_>, size: u8) -> Result<u32, Error> {
    let mut number = 0;
    for place in 0..size {
        number |= u32::from(input.byte()?) << (8 * place);
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use piment_lz::pass::Colour;

    use super::*;

    fn written(source: Source, code: usize) -> Vec<u8> {
        let mut out = Output::with_capacity(16);
        source.write(code, &mut out);
        out.into_bytes()
    }

    #[test]
    fn tokens_have_the_forms_of_the_specification() {
        let at = |image, offset| Source { image, offset };
        assert_eq!(written(at(0, 0), 3), [0x60, 0, 0]);
        assert_eq!(written(at(0, 0xabc), 7), [0xec, 0, 0xab, 0]);
        assert_eq!(written(at(63, 0xabc), 1), [0x2c, 0xab, 63]);
        assert_eq!(written(at(64, 0xabc), 1), [0x2c, 0xab, 0x40, 1]);
        assert_eq!(written(at(0, 0x1abcd), 1), [0x3d, 0xbc, 0x1a]);
        assert_eq!(written(at(1, 0x1abcd), 1), [0x3d, 0xbc, 0x5a, 1]);
        assert_eq!(written(at(0, 0x1ffabcd), 300), [0xfd, 255, 38, 0xbc, 0x3a, 0xff]);
        assert_eq!(written(at(0x1_0203, 1 << 17), 1), [0x30, 0, 0xe0, 3, 2, 1, 1]);
    }

    #[test]
    fn tokens_lead_back() {
        for image in [0, 1, 63, 64, 255, 256, 0x3fff, 0x4000, 0xffff, 0x1_0000, 0xff_ffff] {
            for offset in [0, 1, 4095, 4096, 0x1_ffff, 0x2_0000, 0x1ff_ffff] {
                for code in [1, 6, 7, 8, 261, 262, 263, 10_000] {
                    let source = Source { image, offset };
                    let bytes = written(source, code);
                    let (token, rest) = token::<Colour>(Input { bytes: &bytes }).unwrap();
                    let Token::Match { source: found, length } = token else {
                        panic!("no match");
                    };
                    assert_eq!((found, length), (source, code));
                    assert_eq!(rest.bytes.len(), 0);
                }
            }
        }
    }
}
