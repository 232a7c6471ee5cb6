//! Sequences of images: what was encoded decodes, windows move, threads share, strangers lie.

use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use piment_glz::{Decoder, Encoder, Error, Header, Image};
use piment_lz::Kind;

const KINDS: [Kind; 4] = [Kind::Rgb16, Kind::Rgb24, Kind::Rgb32, Kind::Rgba];
const NOW: Duration = Duration::ZERO;
/// Longer than any test takes: a wait that ends only by what the test does.
const LONG: Duration = Duration::from_secs(60);

/// An image and its rows, cut out of `stuff` and spoilt here and there.
fn picture(random: &mut Rng, stuff: &[u8], side: u32) -> (piment_lz::Header, Vec<u8>) {
    let kind = KINDS[random.usize(..4)];
    let (width, height) = (random.u32(..side), random.u32(..side));
    let top_down = random.bool();
    let header = piment_lz::Header { kind, width, height, top_down };
    let size = header.size().unwrap();
    let start = random.usize(..stuff.len() - size) / 4 * 4;
    let mut pixels = stuff[start..start + size].to_vec();
    for _ in 0..random.u64(..6) {
        if size > 0 {
            pixels[random.usize(..size)] = random.u8(..);
        }
    }
    clean(kind, &mut pixels);
    (header, pixels)
}

/// Clear what the codec does not carry.
fn clean(kind: Kind, pixels: &mut [u8]) {
    match kind {
        Kind::Rgb16 => pixels.iter_mut().skip(1).step_by(2).for_each(|byte| *byte &= 0x7f),
        Kind::Rgb32 => pixels.iter_mut().skip(3).step_by(4).for_each(|byte| *byte = 0),
        _ => (),
    }
}

/// Bytes with repeats, runs and noise.
fn stuff(random: &mut Rng) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < 40_000 {
        let noise = random.u64(..).to_le_bytes();
        match random.u64(..3) {
            0 => bytes.extend(noise),
            1 => bytes.extend(noise[..4].repeat(random.usize(..90))),
            _ => bytes.extend_from_within(random.usize(..=bytes.len()) / 4 * 4..),
        }
    }
    bytes
}

fn encoded(encoder: &Encoder, header: &piment_lz::Header, pixels: &[u8]) -> Vec<u8> {
    encoder.encode(header, std::iter::once(pixels)).unwrap()
}

#[test]
fn what_was_encoded_decodes() {
    let mut random = Rng::with_seed(0x5eed);
    let stuff = stuff(&mut random);
    for window in [901, 2000, 30_000, 1 << 25] {
        let (encoder, decoder) = (Encoder::new(window, 0).unwrap(), Decoder::new(window));
        for id in 0..600 {
            let (header, pixels) = picture(&mut random, &stuff, 31);
            let stream = encoded(&encoder, &header, &pixels);
            let image = decoder.decode(&stream, NOW).unwrap();
            assert_eq!((image.header.image, image.header.id), (header, id));
            assert_eq!(image.pixels[..], pixels);
            let first = id - u64::from(image.header.window);
            assert_eq!(decoder.ids(), (first..=id).collect::<Vec<_>>());
        }
    }
}

#[test]
fn earlier_images_make_later_ones_small() {
    let mut random = Rng::with_seed(3);
    let noise: Vec<u8> = (0..30_000).map(|_| random.u8(..)).collect();
    let encoder = Encoder::new(1 << 20, 0).unwrap();
    let header = piment_lz::Header { kind: Kind::Rgb24, width: 100, height: 90, top_down: true };
    let first = encoded(&encoder, &header, &noise[..27_000]);
    let again = encoded(&encoder, &header, &noise[..27_000]);
    let moved = encoded(&encoder, &header, &noise[3000..]);
    assert!(first.len() > 27_000);
    assert!(again.len() < 100 && moved.len() < 3500, "{} {}", again.len(), moved.len());
}

#[test]
fn the_window_holds_what_was_agreed() {
    let encoder = Encoder::new(100, 0).unwrap();
    let header = piment_lz::Header { kind: Kind::Rgb24, width: 10, height: 3, top_down: true };
    let windows = [0, 1, 2, 2, 2].map(|expected| {
        let (header, _) = split(&encoded(&encoder, &header, &[0; 90]));
        assert_eq!(header.window, expected);
        header.id
    });
    assert_eq!(windows, [0, 1, 2, 3, 4]);
    let whole = piment_lz::Header { height: 10, ..header };
    let error = Err(Error::Full { pixels: 100, limit: 100 });
    assert_eq!(encoder.encode(&whole, std::iter::once(&[0; 300][..])), error);
    assert!(Encoder::new((1 << 25) + 1, 0).is_err());
    let later = Encoder::new(100, 77).unwrap();
    let (header, _) = split(&encoded(&later, &header, &[0; 90]));
    assert_eq!((header.id, header.window), (77, 0));
}

fn split(stream: &[u8]) -> (Header, Vec<u8>) {
    let (header, body) = Header::split(stream).unwrap();
    (header, body.to_vec())
}

#[test]
fn threads_share_an_encoder_and_a_decoder() {
    let mut random = Rng::with_seed(5);
    let stuff = Arc::new(stuff(&mut random));
    let encoder = Arc::new(Encoder::new(5000, 0).unwrap());
    let decoder = Arc::new(Decoder::new(5000));
    // Each thread plays a display channel: it encodes its images and decodes them in its order,
    // whatever the other does; both wait for each other's images.
    let channels: Vec<_> = (0..2)
        .map(|channel| {
            let (stuff, encoder, decoder) = (stuff.clone(), encoder.clone(), decoder.clone());
            std::thread::spawn(move || {
                let mut random = Rng::with_seed(channel + 100);
                for _ in 0..1500 {
                    let (header, pixels) = picture(&mut random, &stuff, 31);
                    let stream = encoded(&encoder, &header, &pixels);
                    let image = decoder.decode(&stream, LONG).unwrap();
                    assert_eq!(image.pixels[..], pixels);
                }
            })
        })
        .collect();
    for channel in channels {
        channel.join().unwrap();
    }
    assert!(decoder.ids().last() == Some(&2999));
}

/// Two equal images, the second of which refers to the first.
fn pair() -> [Vec<u8>; 2] {
    let encoder = Encoder::new(1000, 0).unwrap();
    let header = piment_lz::Header { kind: Kind::Rgb24, width: 10, height: 1, top_down: true };
    let pixels: Vec<u8> = (0..30).map(|byte| byte * 7).collect();
    [(); 2].map(|()| encoded(&encoder, &header, &pixels))
}

#[test]
fn a_stream_waits_for_the_image_it_refers_to() {
    let [first, second] = pair();
    let decoder = Arc::new(Decoder::new(1000));
    assert_eq!(decoder.decode(&second, NOW), Err(Error::Missing { id: 0 }));
    let waiting = {
        let (decoder, second) = (decoder.clone(), second.clone());
        std::thread::spawn(move || decoder.decode(&second, LONG))
    };
    let image = decoder.decode(&first, NOW).unwrap();
    let later = waiting.join().unwrap().unwrap();
    assert_eq!(image.pixels, later.pixels);
    assert_eq!(decoder.decode(&first, NOW), Err(Error::Repeated { id: 0 }));
    assert_eq!(decoder.decode(&second, NOW), Err(Error::Repeated { id: 1 }));
}

#[test]
fn closing_ends_the_waiting() {
    let [_, second] = pair();
    let decoder = Arc::new(Decoder::new(1000));
    let waiting = {
        let decoder = decoder.clone();
        std::thread::spawn(move || decoder.decode(&second, LONG))
    };
    decoder.close();
    assert_eq!(waiting.join().unwrap(), Err(Error::Closed));
}

#[test]
fn images_that_come_early_release_nothing() {
    let encoder = Encoder::new(31, 0).unwrap();
    let header = piment_lz::Header { kind: Kind::Rgb24, width: 10, height: 1, top_down: true };
    let streams = [(); 5].map(|()| encoded(&encoder, &header, &[1; 30]));
    let decoder = Decoder::new(1000);
    for (id, expected) in [(0, vec![0]), (1, vec![0, 1]), (3, vec![0, 1, 3])] {
        // Images that refer to the missing one would wait: take all colours from the own image.
        let stream = if id == 3 { own_colours(&streams[3]) } else { streams[id].clone() };
        decoder.decode(&stream, NOW).unwrap();
        assert_eq!(decoder.ids(), expected);
    }
    decoder.decode(&streams[2], NOW).unwrap();
    assert_eq!(decoder.ids(), [1, 2, 3]);
}

/// The stream with its tokens replaced by ones that refer to no other image.
fn own_colours(stream: &[u8]) -> Vec<u8> {
    [&stream[..33], &[0, 1, 1, 1, 0xe0, 2, 0, 0]].concat()
}

#[test]
fn what_does_not_fit_into_the_window_is_refused() {
    let [first, second] = pair();
    let decoder = Decoder::new(9);
    let error = piment_lz::Error::TooLarge { size: 10, limit: 9 };
    assert_eq!(decoder.decode(&first, NOW), Err(error.into()));
    let wrong_window = [&second[..29], &[0, 0, 0, 2], &second[33..]].concat();
    let decoder = Decoder::new(14);
    assert_eq!(decoder.decode(&wrong_window, NOW), Err(Error::Window { back: 2, id: 1 }));
    for id in [1, 2, 3] {
        let stream = [&own_colours(&first)[..28], &[id], &own_colours(&first)[29..]].concat();
        let result = decoder.decode(&stream, NOW).map(|_| ());
        let full = Err(Error::Full { pixels: 30, limit: 28 });
        assert_eq!(result, if id < 3 { Ok(()) } else { full });
    }
    decoder.decode(&own_colours(&first), NOW).unwrap();
    assert_eq!(decoder.ids(), [2]);
}

#[test]
fn references_out_of_reach_are_named() {
    let [first, second] = pair();
    let narrow = [&second[..29], &[0, 0, 0, 0], &second[33..]].concat();
    let decoder = Decoder::new(1000);
    decoder.decode(&first, NOW).unwrap();
    assert_eq!(decoder.decode(&narrow, NOW), Err(Error::Reference { id: 0 }));
    let other_kind = [&second[..8], &[0x18], &second[9..20], &[40], &second[21..]].concat();
    assert_eq!(decoder.decode(&other_kind, NOW), Err(Error::Reference { id: 0 }));
    let beyond = [&second[..33], &[0x00, 1, 2, 3, 0xe2, 2, 0, 1]].concat();
    assert_eq!(decoder.decode(&beyond, NOW), Err(Error::Outside { end: 11, units: 10 }));
}

#[test]
fn every_truncation_is_an_error() {
    let stuff = stuff(&mut Rng::with_seed(7));
    for kind in KINDS {
        let header = piment_lz::Header { kind, width: 24, height: 9, top_down: true };
        let size = header.size().unwrap();
        let encoder = Encoder::new(1000, 0).unwrap();
        let starts = [0, 2 * kind.stride(24) as usize];
        let [first, second] =
            starts.map(|start| encoded(&encoder, &header, &stuff[start..start + size]));
        for (before, stream) in [(None, &first), (Some(&first), &second)] {
            for length in 0..stream.len() {
                let decoder = Decoder::new(1000);
                if let Some(before) = before {
                    decoder.decode(before, NOW).unwrap();
                }
                assert!(decoder.decode(&stream[..length], NOW).is_err(), "{kind:?} to {length}");
            }
        }
    }
}

#[test]
fn mutations_give_an_image_or_an_error() {
    let mut random = Rng::with_seed(0xbad);
    let stuff = stuff(&mut random);
    for _ in 0..400 {
        let (encoder, decoder) = (Encoder::new(900, 0).unwrap(), Decoder::new(900));
        for _ in 0..25 {
            let (header, pixels) = picture(&mut random, &stuff, 20);
            let mut stream = encoded(&encoder, &header, &pixels);
            for _ in 0..random.u64(..3) {
                let place = random.usize(..stream.len());
                stream[place] = random.u8(..);
            }
            if let Ok(image) = decoder.decode(&stream, NOW) {
                let Image { header, pixels } = &*image;
                assert_eq!(pixels.len(), header.image.size().unwrap());
            }
        }
    }
}
