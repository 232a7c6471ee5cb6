//! Any bytes as an LZ stream, of all types.

#![no_main]

use libfuzzer_sys::fuzz_target;
use piment_fuzz::{MOST_PIXELS, TABLES, within};
use piment_lz::{Header, decode};

fuzz_target!(|stream: &[u8]| {
    let header = Header::split(stream).ok().map(|(header, _)| header);
    let size = header
        .filter(|header| header.pixels() <= MOST_PIXELS)
        .map_or(0, |header| header.size().expect("checked by split"));
    if let Ok(image) = within(size + TABLES, || decode(stream, MOST_PIXELS)) {
        assert_eq!(Some(image.header), header);
        assert_eq!(image.pixels.len(), size);
    }
});
