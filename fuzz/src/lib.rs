//! What the targets share: limits on memory, and pictures made of arbitrary bytes.

pub use piment_capped::within;
use piment_lz::Kind;

/// Most pixels of an image that the decoders may accept: small, so that many are tried.
pub const MOST_PIXELS: u64 = 1 << 14;

/// Bytes that a codec may take beside pixels: its tables, and room for an error's message.
pub const TABLES: usize = 256 << 10;

/// Bytes behind the pixels of [`picture`] that say what the pixels are.
const FORM: usize = 3;

/// Make a picture of arbitrary bytes: pixels, and behind them what they are. What does not fill a
/// row is left out.
pub fn picture(data: &[u8]) -> Option<(piment_lz::Header, &[u8])> {
    let (pixels, &[kind, width, top_down]) =
        data.split_at_checked(data.len().checked_sub(FORM)?)
            .and_then(|(pixels, form)| Some((pixels, form.first_chunk::<FORM>()?)))?;
    let kind = Kind::ALL[usize::from(kind) % Kind::ALL.len()];
    let width = u32::from(width) + 1;
    let stride = kind.stride(width) as usize;
    let height = pixels.len() / stride;
    let header =
        piment_lz::Header { kind, width, height: height as u32, top_down: top_down & 1 != 0 };
    Some((header, &pixels[..height * stride]))
}

/// Check that LZ or GLZ made `decoded` of `pixels`: the pad of RGB32 and the colour of XXXA come out
/// as 0, and the top bit of RGB16 as anything, since matches do not look at it (codecs.md 2.4).
///
/// # Panics
/// If they are different.
pub fn assert_carried(kind: Kind, decoded: &[u8], pixels: &[u8]) {
    let (ignored, coded): (&[u8], &[u8]) = match kind {
        Kind::Rgb16 => (&[0, 0x80], &[0xff]),
        Kind::Rgb32 => (&[0], &[0xff, 0xff, 0xff, 0]),
        Kind::Xxxa => (&[0], &[0, 0, 0, 0xff]),
        _ => (&[0], &[0xff]),
    };
    assert_eq!(decoded.len(), pixels.len());
    let masks = ignored.iter().cycle().zip(coded.iter().cycle());
    for (at, ((decoded, pixel), (ignored, coded))) in
        decoded.iter().zip(pixels).zip(masks).enumerate()
    {
        assert_eq!(decoded & !ignored, pixel & coded & !ignored, "byte {at} of {kind:?}");
    }
}
