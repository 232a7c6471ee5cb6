//! Any bytes as GLZ streams one after the other, with a window that a few of them fill.

#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use piment_fuzz::{MOST_PIXELS, TABLES, within};
use piment_glz::{Decoder, Error, Header};

/// What streams begin with: magic and version.
const START: &[u8] = b"  ZL\0\x01\0\x01";
/// Windows of pixels that a decoder may hold: three that it keeps, an image too many, and one that
/// is being decoded.
const WINDOWS: u64 = 5;
/// Bytes of the largest pixels.
const PIXEL: u64 = 4;

fuzz_target!(|streams: &[u8]| {
    let most = (WINDOWS * MOST_PIXELS * PIXEL) as usize + TABLES;
    within(most, || decode_all(streams));
});

/// Decode streams until one overfills the window, with which a viewer would end.
fn decode_all(streams: &[u8]) {
    let decoder = Decoder::new(MOST_PIXELS);
    for stream in split(streams) {
        match decoder.decode(stream, Duration::ZERO) {
            Ok(image) => {
                let (header, _) = Header::split(stream).expect("it was decoded");
                assert_eq!(image.header, header);
                assert_eq!(image.pixels.len(), header.image.size().expect("it was decoded"));
            }
            Err(Error::Full { .. }) => return,
            Err(_) => {}
        }
    }
}

/// Streams from wherever one begins to where the next one does.
fn split(mut streams: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let end = streams
            .windows(START.len())
            .skip(1)
            .position(|bytes| bytes == START)
            .map_or(streams.len(), |position| position + 1);
        let (stream, rest) = streams.split_at(end);
        streams = rest;
        (!stream.is_empty()).then_some(stream)
    })
}
