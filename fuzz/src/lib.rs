//! What the targets share: limits on memory, and pictures made of arbitrary bytes.

use std::alloc::System;

use cap::Cap;
use piment_lz::Kind;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// Most pixels of an image that the decoders may accept: small, so that many are tried.
pub const MOST_PIXELS: u64 = 1 << 14;

/// Bytes that a codec may take beside pixels: its tables, and room for an error's message.
pub const TABLES: usize = 256 << 10;

/// Do `work`, which must take no more than `most` bytes of memory at any time. Beyond that the
/// allocator refuses, which ends the process: a crash, for the fuzzer.
pub fn within<T>(most: usize, work: impl FnOnce() -> T) -> T {
    let limit = MEMORY.allocated().saturating_add(most);
    MEMORY.set_limit(limit).expect("the limit is above what is allocated");
    let result = work();
    MEMORY.set_limit(usize::MAX).expect("there is no higher limit");
    result
}

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

/// Clear what codecs do not carry of pixels of a type: the pad of RGB32, the colour of XXXA.
pub fn carried(kind: Kind, pixels: &[u8]) -> Vec<u8> {
    let mut carried = pixels.to_vec();
    for pixel in carried.chunks_exact_mut(kind.unit_size()) {
        match kind {
            Kind::Rgb32 => pixel[3] = 0,
            Kind::Xxxa => pixel[..3].fill(0),
            _ => {}
        }
    }
    carried
}
