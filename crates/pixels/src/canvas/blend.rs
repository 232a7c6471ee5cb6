//! Colour keys and alpha (wire.md 19.7, 19.8).

use super::colour::{Format, OPAQUE, add4, mul4};
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
    /// What the pixels of the surface are.
    pub format: Format,
    /// Whether the alpha of a 32-bit surface counts, whatever its format says.
    pub keeps_alpha: bool,
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
        let pixels = target.run(y, left, right);
        let source = image.run(y, left, right);
        match (blend.format, blend.alpha) {
            (Format::Xrgb | Format::Argb, 255) => blend_deep(pixels, source, 255, blend),
            (Format::Xrgb | Format::Argb, alpha) => blend_deep(pixels, source, alpha, blend),
            _ => blend_any(pixels, source, blend),
        }
    }
}

/// Blend onto 32-bit pixels; the undefined top byte stays unless its alpha counts.
#[inline(always)]
fn blend_deep<P: Word>(target: &mut [P], source: &[u32], alpha: u8, blend: Blend) {
    let counts = blend.keeps_alpha || blend.format == Format::Argb;
    let kept = if counts { 0 } else { OPAQUE };
    for (d, s) in target.iter_mut().zip(source) {
        let s = if alpha == 255 { *s } else { mul4(*s, u32::from(alpha)) };
        let old = d.widen();
        let new = over(s, old);
        *d = P::narrow(new & !kept | old & kept);
    }
}

fn blend_any<P: Word>(target: &mut [P], source: &[u32], blend: Blend) {
    for (d, s) in target.iter_mut().zip(source) {
        let s = mul4(*s, u32::from(blend.alpha));
        *d = P::narrow(blend.format.pack(over(s, blend.format.unpack(d.widen()))));
    }
}

/// Premultiplied `s` over `d`.
#[inline(always)]
pub(super) fn over(s: u32, d: u32) -> u32 {
    add4(s, mul4(d, 255 - (s >> 24)))
}
