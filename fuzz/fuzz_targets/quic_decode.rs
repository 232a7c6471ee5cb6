//! Any bytes as a QUIC stream, of all types.

#![no_main]

use libfuzzer_sys::fuzz_target;
use piment_fuzz::{MOST_PIXELS, TABLES, within};
use piment_quic::{Header, decode};

/// Bytes of working rows beside an image, for each pixel of its width: three rows of words for the
/// colours and three for the alpha, and the row in memory.
const WORKING: u32 = 2 * 3 * 4 + 4;

fuzz_target!(|stream: &[u8]| {
    let header = Header::split(stream).ok().map(|(header, _)| header);
    let fitting = header.filter(|header| header.pixels() <= MOST_PIXELS);
    let size = fitting.map_or(0, |header| header.stride() * u64::from(header.height)) as usize;
    let working = fitting.map_or(0, |header| header.width * WORKING) as usize;
    if let Ok(image) = within(size + working + TABLES, || decode(stream, MOST_PIXELS)) {
        assert_eq!(Some(image.header), header);
        assert_eq!(image.pixels.len(), size);
    }
});
