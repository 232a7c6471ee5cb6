//! Colour keys and alpha (wire.md 19.7, 19.8).

use super::colour::{Format, add4, mul4};
use super::plane::{PlaneMut, Word};
use super::raster::Placed;
use super::spans::Spans;

/// Copy the pixels of an image whose bits under `bits` are not those of `key`.
pub fn copy_keyed<P: Word>(
    target: &mut PlaneMut<P>,
    spans: &Spans,
    image: Placed<P>,
    key: P,
    bits: P,
) {
    let key = key & bits;
    for (y, left, right) in spans.runs_inside(image.area()) {
        let pixels = target.run(y, left, right).iter_mut().zip(image.run(y, left, right));
        for (d, s) in pixels {
            *d = if *s & bits == key { *d } else { *s };
        }
    }
}

/// How an image is put over what is there.
#[derive(Clone, Copy, Debug)]
pub struct Blend {
    /// What the pixels of the surface are; undefined bytes are blended as if they were alpha.
    pub format: Format,
    /// How much of the image there is, of 255.
    pub alpha: u8,
}

/// Put an image of premultiplied 0xAARRGGBB over what is there.
///
/// Where there is no image, nothing changes, but for the undefined bits of 16-bit surfaces.
pub fn alpha_blend<P: Word>(
    target: &mut PlaneMut<P>,
    spans: &Spans,
    image: Placed<u32>,
    blend: Blend,
) {
    if blend.alpha == 0 {
        return;
    }
    if blend.format == Format::Rgb555 {
        for (y, left, right) in spans.runs() {
            target.run(y, left, right).iter_mut().for_each(|d| *d = *d & P::narrow(0x7fff));
        }
    }
    for (y, left, right) in spans.runs_inside(image.area()) {
        let pixels = target.run(y, left, right).iter_mut().zip(image.run(y, left, right));
        match (blend.format, blend.alpha) {
            (Format::Xrgb | Format::Argb, 255) => {
                pixels.for_each(|(d, s)| *d = P::narrow(over(*s, d.widen())));
            }
            (format, alpha) => pixels.for_each(|(d, s)| {
                *d = over_any(format, mul4(*s, u32::from(alpha)), *d);
            }),
        }
    }
}

/// Premultiplied `s` over a pixel of any format.
#[inline(always)]
pub(super) fn over_any<P: Word>(format: Format, s: u32, d: P) -> P {
    match format {
        Format::Xrgb | Format::Argb => P::narrow(over(s, d.widen())),
        _ => P::narrow(format.pack(over(s, format.unpack(d.widen())))),
    }
}

/// Premultiplied `s` over `d`.
#[inline(always)]
pub(super) fn over(s: u32, d: u32) -> u32 {
    add4(s, mul4(d, 255 - (s >> 24)))
}
