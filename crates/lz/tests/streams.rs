//! Whole streams: worked examples of the specification, round trips, hostile bytes.

use fastrand::Rng;
use piment_lz::{Error, Header, Kind, decode, encode};

/// A picture with runs, repeats and noise; what the codec drops is 0.
fn picture(random: &mut Rng, header: &Header) -> Vec<u8> {
    let size = header.size().unwrap();
    let unit = header.kind.unit_size();
    let colours: Vec<[u8; 4]> =
        (0..1 + random.u64(..9)).map(|_| random.u32(..).to_le_bytes()).collect();
    let mut pixels = Vec::with_capacity(size);
    while pixels.len() < size {
        let colour = colours[random.usize(..colours.len())];
        let noise = random.u32(..).to_le_bytes();
        let mut pixel = if random.u64(..4) == 0 { noise } else { colour };
        match header.kind {
            Kind::Rgb16 => pixel[1] &= 0x7f,
            Kind::Rgb32 => pixel[3] = 0,
            Kind::Xxxa => pixel[..3].fill(0),
            _ => (),
        }
        let run = if random.u64(..3) == 0 { random.u64(..600) } else { 1 };
        for _ in 0..run {
            pixels.extend_from_slice(&pixel[..unit]);
        }
        if random.u64(..5) == 0 && !pixels.is_empty() {
            let start = random.usize(..pixels.len() / unit) * unit;
            pixels.extend_from_within(start..);
        }
    }
    pixels.truncate(size);
    pixels
}

fn any_header(random: &mut Rng, largest: u32) -> Header {
    Header {
        kind: Kind::ALL[random.usize(..11)],
        width: random.u32(..largest),
        height: random.u32(..largest),
        top_down: random.bool(),
    }
}

#[test]
fn the_worked_examples_decode() {
    let rgb32 = b"  ZL\0\x01\0\x01\0\0\0\x08\0\0\0\x0a\0\0\0\x02\0\0\0\x28\0\0\0\x01\
        \x01\x0a\x0b\x0c\x0a\x0b\x0c\xe0\x08\0\x02\x0a\x0b\x0c\x0a\x0b\x0c\x0a\x0b\x0c";
    let image = decode(rgb32, 20).unwrap();
    assert_eq!(image.header, Header { kind: Kind::Rgb32, width: 10, height: 2, top_down: true });
    assert_eq!(image.pixels, [10, 11, 12, 0].repeat(20));

    let plt8 = b"  ZL\0\x01\0\x01\0\0\0\x05\0\0\0\x10\0\0\0\x03\0\0\0\x10\0\0\0\0\
        \x0f\0\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\
        \xe0\x07\x0f\0\xaa\xe0\x03\0\x02\xaa\xaa\xaa";
    let image = decode(plt8, 48).unwrap();
    assert_eq!(image.header, Header { kind: Kind::Plt8, width: 16, height: 3, top_down: false });
    let row: Vec<u8> = (0..16).collect();
    assert_eq!(image.pixels, [row.clone(), row, vec![0xaa; 16]].concat());
}

#[test]
fn what_was_encoded_decodes() {
    let mut random = Rng::with_seed(0x5eed);
    for _ in 0..2000 {
        let header = any_header(&mut random, 90);
        let pixels = picture(&mut random, &header);
        let stream = encode(&header, &pixels).unwrap();
        let image = decode(&stream, 90 * 90).unwrap();
        assert_eq!(image.header, header);
        assert_eq!(image.pixels, pixels, "{header:?}");
    }
}

#[test]
fn far_matches_and_long_lengths_decode() {
    let mut random = Rng::with_seed(0xfa5);
    for kind in Kind::ALL {
        let header = Header { kind, width: 1000, height: 700, top_down: true };
        let pixels = picture(&mut random, &header);
        let stream = encode(&header, &pixels).unwrap();
        assert!(stream.len() < pixels.len() / 2);
        assert_eq!(decode(&stream, 700_000).unwrap().pixels, pixels, "{kind:?}");
    }
}

#[test]
fn every_truncation_is_an_error() {
    let mut random = Rng::with_seed(7);
    for kind in Kind::ALL {
        let header = Header { kind, width: 24, height: 9, top_down: true };
        let stream = encode(&header, &picture(&mut random, &header)).unwrap();
        for length in 0..stream.len() {
            assert!(decode(&stream[..length], 1000).is_err(), "{kind:?} cut to {length}");
        }
        let longer = [&stream[..], &[0]].concat();
        assert_eq!(decode(&longer, 1000), Err(Error::Trailing { bytes: 1 }));
    }
}

#[test]
fn mutations_give_an_image_or_an_error() {
    let mut random = Rng::with_seed(0xbad);
    for _ in 0..20_000 {
        let header = any_header(&mut random, 24);
        let mut stream = encode(&header, &picture(&mut random, &header)).unwrap();
        for _ in 0..=random.u64(..3) {
            let place = random.usize(..stream.len());
            stream[place] = random.u8(..);
        }
        if let Ok(image) = decode(&stream, 10_000) {
            assert_eq!(image.pixels.len(), image.header.size().unwrap());
        }
    }
}

#[test]
fn a_header_alone_takes_no_memory() {
    let header = Header { kind: Kind::Rgb32, width: 16_000, height: 16_000, top_down: true };
    let error = Error::Hollow { units: 256_000_000, bytes: 5 };
    let stream = [&header.to_bytes()[..], &[255; 5]].concat();
    assert_eq!(decode(&stream, u64::MAX), Err(error));
    let error = Error::TooLarge { size: 256_000_000, limit: 1 << 24 };
    assert_eq!(decode(&stream, 1 << 24), Err(error));
}

#[test]
fn wrong_tokens_are_named() {
    let header = Header { kind: Kind::Plt8, width: 8, height: 1, top_down: true };
    let with = |tokens: &[u8]| decode(&[&header.to_bytes()[..], tokens].concat(), 8).unwrap_err();
    assert_eq!(with(&[8, 1, 2, 3, 4, 5, 6, 7, 8, 9]), Error::Overrun { length: 9, left: 8 });
    assert_eq!(with(&[0, 1, 0x20, 1]), Error::Distance { distance: 2, position: 1 });
    assert_eq!(with(&[0, 1, 0xe0, 255, 3, 0]), Error::Overrun { length: 267, left: 7 });
    assert_eq!(with(&[3, 1, 2]), Error::Truncated { needed: 4, left: 2 });
}

#[test]
fn pixels_that_do_not_fit_are_refused() {
    let header = Header { kind: Kind::Rgb24, width: 5, height: 2, top_down: true };
    assert_eq!(encode(&header, &[0; 29]), Err(Error::Pixels { expected: 30, found: 29 }));
}
