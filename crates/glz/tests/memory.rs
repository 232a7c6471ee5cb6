//! Whatever their bytes, streams take no more memory than the images that they announce.

use std::time::Duration;

use fastrand::Rng;
use piment_capped::within;
use piment_glz::{Decoder, Encoder, Header};
use piment_lz::Kind;

const MOST_PIXELS: u64 = 1 << 14;
/// Bytes beside the pixels: what may be written behind the last one, the window's books, an error.
const BESIDE: usize = 4 << 10;

#[test]
fn streams_take_no_more_than_their_image() {
    let mut random = Rng::with_seed(0xca9);
    for kind in [Kind::Rgb16, Kind::Rgb24, Kind::Rgb32, Kind::Rgba] {
        let header = piment_lz::Header { kind, width: 40, height: 30, top_down: true };
        let pixels: Vec<u8> = (0..header.size().unwrap()).map(|at| (at / 50) as u8).collect();
        let encoder = Encoder::new(MOST_PIXELS, 0).unwrap();
        let [first, second] =
            [(); 2].map(|()| encoder.encode(&header, std::iter::once(&pixels[..])).unwrap());
        for length in 0..=second.len() {
            decode_within(&first, &second[..length]);
        }
        for _ in 0..1000 {
            let mut changed = second.clone();
            for _ in 0..=random.usize(..3) {
                changed[random.usize(..second.len())] = random.u8(..);
            }
            decode_within(&first, &changed);
        }
    }
}

/// Decode two streams, the second of which may refer to the image of the first.
fn decode_within(first: &[u8], second: &[u8]) {
    let decoder = Decoder::new(MOST_PIXELS);
    decoder.decode(first, Duration::ZERO).unwrap();
    let image = Header::split(second).ok().map(|(header, _)| header.image);
    let accepted = image.filter(|image| image.pixels() <= MOST_PIXELS);
    let size = accepted.map_or(0, |image| image.size().unwrap());
    let decoded = within(size + BESIDE, || decoder.decode(second, Duration::ZERO));
    assert!(decoded.is_err() || decoded.unwrap().pixels.len() == size);
}
