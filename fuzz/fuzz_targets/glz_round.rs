//! Any pictures through a GLZ dictionary and back, with a window that drops the oldest.

#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use piment_fuzz::{assert_carried, picture};
use piment_glz::{Decoder, Encoder};
use piment_lz::Header;

/// Pixels of the window.
const WINDOW: u64 = 1 << 11;

fuzz_target!(|data: &[u8]| {
    let Some((whole, pixels)) = picture(data) else {
        return;
    };
    let encoder = Encoder::new(WINDOW, 0).expect("the window is small");
    let decoder = Decoder::new(WINDOW);
    let stride = whole.kind.stride(whole.width) as usize;
    // Pictures of one row, of two, of three, ... until there are no rows left.
    let (mut rest, mut height) = (pixels, 1);
    while rest.len() >= height * stride {
        let (now, later) = rest.split_at(height * stride);
        let header = Header { height: height as u32, ..whole };
        let Ok(stream) = encoder.encode(&header, now.chunks_exact(stride)) else {
            assert!(piment_glz::Header::travels(header.kind).is_err() || header.pixels() >= WINDOW);
            return;
        };
        let image = decoder.decode(&stream, Duration::ZERO).expect("it was encoded");
        assert_eq!(image.header.image, header);
        assert_carried(header.kind, &image.pixels, now);
        (rest, height) = (later, height + 1);
    }
});
