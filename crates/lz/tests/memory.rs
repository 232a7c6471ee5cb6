//! Whatever their bytes, streams take no more memory than the images that they announce.

use fastrand::Rng;
use piment_capped::within;
use piment_lz::{Header, Kind, decode, encode};

const MOST_PIXELS: u64 = 1 << 16;
/// Bytes beside the pixels: what may be written behind the last one, and an error.
const BESIDE: usize = 1 << 10;

#[test]
fn streams_take_no_more_than_their_image() {
    let mut random = Rng::with_seed(0xca9);
    for kind in Kind::ALL {
        let header = Header { kind, width: 40, height: 30, top_down: true };
        let pixels: Vec<u8> = (0..header.size().unwrap()).map(|at| (at / 50) as u8).collect();
        let stream = encode(&header, &pixels).unwrap();
        for length in 0..=stream.len() {
            decode_within(&stream[..length]);
        }
        for _ in 0..2000 {
            let mut changed = stream.clone();
            for _ in 0..=random.usize(..3) {
                changed[random.usize(..stream.len())] = random.u8(..);
            }
            decode_within(&changed);
        }
    }
}

fn decode_within(stream: &[u8]) {
    let header = Header::split(stream).ok().map(|(header, _)| header);
    let accepted = header.filter(|header| header.pixels() <= MOST_PIXELS);
    let size = accepted.map_or(0, |header| header.size().unwrap());
    let decoded = within(size + BESIDE, || decode(stream, MOST_PIXELS));
    assert!(decoded.is_err() || decoded.unwrap().pixels.len() == size);
}
