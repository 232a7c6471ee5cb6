//! Any picture through QUIC and back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use piment_fuzz::picture;
use piment_quic::{Header, Kind, decode, encode};

fuzz_target!(|data: &[u8]| {
    let Some((form, pixels)) = picture(data) else {
        return;
    };
    let kind = match form.kind {
        piment_lz::Kind::Rgb16 => Kind::Rgb16,
        piment_lz::Kind::Rgb24 => Kind::Rgb24,
        piment_lz::Kind::Rgb32 => Kind::Rgb32,
        piment_lz::Kind::Rgba => Kind::Rgba,
        piment_lz::Kind::A8 => Kind::Gray,
        _ => return,
    };
    let header = Header { kind, width: form.width, height: form.height };
    let rows: Vec<&[u8]> = pixels.chunks_exact(header.stride() as usize).collect();
    // QUIC knows no empty images.
    let Ok(stream) = encode(&header, &rows) else {
        assert_eq!(form.height, 0);
        return;
    };
    let image = decode(&stream, header.pixels()).expect("it was encoded");
    assert_eq!(image.header, header);
    assert_eq!(image.pixels, carried(kind, pixels));
});

/// Clear what QUIC does not carry: the pad of RGB32, the top bit of RGB16.
fn carried(kind: Kind, pixels: &[u8]) -> Vec<u8> {
    let mask: &[u8] = match kind {
        Kind::Rgb16 => &[0xff, 0x7f],
        Kind::Rgb32 => &[0xff, 0xff, 0xff, 0],
        _ => &[0xff],
    };
    pixels.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte & mask).collect()
}
