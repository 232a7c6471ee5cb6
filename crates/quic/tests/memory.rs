//! Whatever their bytes, streams take no more memory than the images that they announce.

use fastrand::Rng;
use piment_capped::within;
use piment_quic::{Header, Kind, decode, encode};

const MOST_PIXELS: u64 = 1 << 16;
/// Bytes of working rows for each pixel of the width: three rows of words for the colours, three
/// for the alpha, and the row in memory.
const WORKING: usize = 2 * 3 * 4 + 4;
/// Bytes beside pixels and rows: what is read of the stream at a time, and an error.
const BESIDE: usize = 8 << 10;

#[test]
fn streams_take_no_more_than_their_image() {
    let mut random = Rng::with_seed(0xca9);
    for kind in Kind::ALL {
        let header = Header { kind, width: 40, height: 30 };
        let row: Vec<u8> = (0..header.stride()).map(|at| (at / 50) as u8).collect();
        let stream = encode(&header, &[&row[..]; 30]).unwrap();
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
    let size = accepted.map_or(0, |header| header.stride() as usize * header.height as usize);
    let working = accepted.map_or(0, |header| header.width as usize * WORKING);
    let most = size + working + stream.len() + BESIDE;
    let decoded = within(most, || decode(stream, MOST_PIXELS));
    assert!(decoded.is_err() || decoded.unwrap().pixels.len() == size);
}
