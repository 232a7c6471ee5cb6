//! From an LZ stream to pixels.

use crate::consts::{FIRST_MATCH, LONG_LENGTH, MOST_UNITS_PER_BYTE};
use crate::pass::{Alpha, Bytes, Colour, Pass, Rgb16, Rgb24};
use crate::{Error, Header, Kind};

/// A decoded image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// What it is.
    pub header: Header,
    /// The rows in memory order and in the order of the stream (`header.top_down`),
    /// [`Kind::stride`] bytes each without gaps. What is not coded (the pad of RGB32, the colour
    /// of XXXA) is 0.
    pub pixels: Vec<u8>,
}

/// Decode a stream of at most `most_pixels` pixels.
///
/// Memory is only taken for images that the length of the stream makes possible.
///
/// # Errors
/// [`Error`] when the stream is not exactly one well-formed image, or too large.
pub fn decode(stream: &[u8], most_pixels: u64) -> Result<Image, Error> {
    let (header, body) = Header::split(stream)?;
    if header.pixels() > most_pixels {
        return Err(Error::TooLarge { size: header.pixels(), limit: most_pixels });
    }
    let units = header.size()? / header.kind.unit_size();
    if units as u64 > body.len() as u64 * MOST_UNITS_PER_BYTE {
        return Err(Error::Hollow { units: units as u64, bytes: body.len() });
    }
    let mut input = Input { bytes: body };
    let pixels = match header.kind {
        Kind::Rgb16 => append_pass::<Rgb16, 2>(&mut input, units)?.into_flattened(),
        Kind::Rgb24 => append_pass::<Rgb24, 3>(&mut input, units)?.into_flattened(),
        Kind::Rgb32 => append_pass::<Colour, 4>(&mut input, units)?.into_flattened(),
        Kind::Rgba => {
            let mut pixels = append_pass::<Colour, 4>(&mut input, units)?;
            alpha_pass(&mut input, &mut pixels)?;
            pixels.into_flattened()
        }
        Kind::Xxxa => {
            let mut pixels = vec![[0; 4]; units];
            alpha_pass(&mut input, &mut pixels)?;
            pixels.into_flattened()
        }
        _ => append_pass::<Bytes, 1>(&mut input, units)?.into_flattened(),
    };
    match input.bytes.len() {
        0 => Ok(Image { header, pixels }),
        bytes => Err(Error::Trailing { bytes }),
    }
}

/// Decode a pass that makes the units.
fn append_pass<P: Pass<Unit = [u8; N]>, const N: usize>(
    input: &mut Input<'_>,
    units: usize,
) -> Result<Vec<[u8; N]>, Error> {
    let mut out: Vec<[u8; N]> = Vec::with_capacity(units);
    while out.len() < units {
        match input.token::<P>(out.len(), units)? {
            Token::Literals(bytes) => {
                out.extend(bytes.chunks_exact(P::LITERAL).map(|literal| {
                    let mut unit = [0; N];
                    P::read(literal, &mut unit);
                    unit
                }));
            }
            Token::Match { distance, length } => repeat(&mut out, distance, length),
        }
    }
    Ok(out)
}

/// Append `length` units from `distance` units back; the two may overlap.
fn repeat<U: Copy>(out: &mut Vec<U>, distance: usize, length: usize) {
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

/// Decode a pass that fills the alpha of pixels that exist.
fn alpha_pass(input: &mut Input<'_>, pixels: &mut [[u8; 4]]) -> Result<(), Error> {
    let mut at = 0;
    while at < pixels.len() {
        match input.token::<Alpha>(at, pixels.len())? {
            Token::Literals(bytes) => {
                for (pixel, literal) in pixels[at..].iter_mut().zip(bytes) {
                    pixel[3] = *literal;
                }
                at += bytes.len();
            }
            Token::Match { distance, length } => {
                for place in at..at + length {
                    pixels[place][3] = pixels[place - distance][3];
                }
                at += length;
            }
        }
    }
    Ok(())
}

/// What the stream says next (codecs.md 2.2).
enum Token<'a> {
    /// These units, in their literal form.
    Literals(&'a [u8]),
    /// Units that were there before.
    Match { distance: usize, length: usize },
}

/// What is left of the stream.
struct Input<'a> {
    bytes: &'a [u8],
}

impl<'a> Input<'a> {
    #[inline]
    fn take(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let left = self.bytes.len();
        let (taken, rest) =
            self.bytes.split_at_checked(count).ok_or(Error::Truncated { needed: count, left })?;
        self.bytes = rest;
        Ok(taken)
    }

    #[inline]
    fn byte(&mut self) -> Result<usize, Error> {
        let (first, rest) =
            self.bytes.split_first().ok_or(Error::Truncated { needed: 1, left: 0 })?;
        self.bytes = rest;
        Ok(usize::from(*first))
    }

    /// Read a token that fits into an image of `units` units, `done` of which are there.
    #[inline]
    fn token<P: Pass>(&mut self, done: usize, units: usize) -> Result<Token<'a>, Error> {
        let control = self.byte()?;
        if control < usize::from(FIRST_MATCH) {
            let length = control + 1;
            check_room(length, units - done)?;
            return Ok(Token::Literals(self.take(length * P::LITERAL)?));
        }
        let mut code = control / usize::from(FIRST_MATCH);
        if code == LONG_LENGTH {
            code += self.extension()?;
        }
        let high = control % usize::from(FIRST_MATCH);
        let low = self.byte()?;
        let biased = if high == 31 && low == 255 {
            8191 + (self.byte()? << 8) + self.byte()?
        } else {
            (high << 8) + low
        };
        let length = code + P::BIAS;
        check_room(length, units - done)?;
        let distance = biased + 1;
        if distance > done {
            return Err(Error::Distance { distance, position: done });
        }
        Ok(Token::Match { distance, length })
    }

    /// Read the bytes that make a length longer; they cannot overflow, the stream being shorter
    /// than what is addressable by far.
    fn extension(&mut self) -> Result<usize, Error> {
        let mut sum = 0;
        loop {
            let byte = self.byte()?;
            sum += byte;
            if byte != 255 {
                return Ok(sum);
            }
        }
    }
}

#[inline]
fn check_room(length: usize, left: usize) -> Result<(), Error> {
    if length > left {
        return Err(Error::Overrun { length, left });
    }
    Ok(())
}
