//! From an LZ stream to pixels.

use crate::alphas::Alphas;
use crate::append::{SLACK, append_literals, repeat};
use crate::consts::MOST_UNITS_PER_BYTE;
use crate::input::Input;
use crate::pass::{Alpha, Bytes, Colour, Pass, Rgb16, Rgb24};
use crate::token::Token;
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
    let input = Input { bytes: body };
    let (pixels, rest) = match header.kind {
        Kind::Rgb16 => flat(append_pass::<Rgb16, 2>(input, units)?),
        Kind::Rgb24 => flat(append_pass::<Rgb24, 3>(input, units)?),
        Kind::Rgb32 => flat(append_pass::<Colour, 4>(input, units)?),
        Kind::Rgba => {
            let (mut pixels, rest) = append_pass::<Colour, 4>(input, units)?;
            let rest = alpha_pass(rest, &mut pixels)?;
            flat((pixels, rest))
        }
        Kind::Xxxa => {
            let mut pixels = vec![[0; 4]; units];
            let rest = alpha_pass(input, &mut pixels)?;
            flat((pixels, rest))
        }
        _ => flat(append_pass::<Bytes, 1>(input, units)?),
    };
    match rest.bytes.len() {
        0 => Ok(Image { header, pixels }),
        bytes => Err(Error::Trailing { bytes }),
    }
}

/// Units and the input behind them.
type Decoded<'a, const N: usize> = (Vec<[u8; N]>, Input<'a>);

fn flat<const N: usize>((units, rest): Decoded<'_, N>) -> (Vec<u8>, Input<'_>) {
    (units.into_flattened(), rest)
}

/// Decode a pass that makes the units.
fn append_pass<P: Pass<Unit = [u8; N]>, const N: usize>(
    mut input: Input<'_>,
    units: usize,
) -> Result<Decoded<'_, N>, Error> {
    let mut out: Vec<[u8; N]> = Vec::with_capacity(units + SLACK);
    while out.len() < units {
        let (token, rest) = input.token::<P>()?;
        token.check(out.len(), units)?;
        input = rest;
        match token {
            Token::Literals { count, bytes } => append_literals::<P, N>(&mut out, count, bytes),
            Token::Match { distance, length } => repeat(&mut out, distance, length),
        }
    }
    Ok((out, input))
}

/// Decode a pass that fills the alpha of pixels that exist.
fn alpha_pass<'a>(mut input: Input<'a>, pixels: &mut [[u8; 4]]) -> Result<Input<'a>, Error> {
    let all = pixels.len();
    let mut out = Alphas::new(pixels);
    while out.left() > 0 {
        let (token, rest) = input.token::<Alpha>()?;
        token.check(out.done(), all)?;
        input = rest;
        match token {
            Token::Literals { count, bytes } => out.append_literals(count, bytes),
            Token::Match { distance, length } => out.repeat(distance, length),
        }
    }
    Ok(input)
}
