//! Whole streams: worked examples of the specification, round trips, hostile bytes.

use fastrand::Rng;
use piment_quic::{Error, Header, Image, Kind, decode, encode};

/// A picture with runs, rows like the one above, smooth parts and noise; what the codec drops is 0.
fn picture(random: &mut Rng, header: &Header) -> Vec<u8> {
    let stride = header.stride() as usize;
    let size = header.kind.pixel_size();
    let mut pixels: Vec<u8> = Vec::with_capacity(stride * header.height as usize);
    let colours: Vec<[u8; 4]> =
        (0..1 + random.u64(..9)).map(|_| random.u32(..).to_le_bytes()).collect();
    for row in 0..header.height as usize {
        if row > 0 && random.u64(..3) == 0 {
            pixels.extend_from_within(stride * (row - 1)..);
            continue;
        }
        while pixels.len() < stride * (row + 1) {
            let mut pixel = match random.u64(..8) {
                0 => random.u32(..).to_le_bytes(),
                1..4 => [(pixels.len() / size + 3 * row) as u8; 4],
                _ => colours[random.usize(..colours.len())],
            };
            match header.kind {
                Kind::Rgb16 => pixel[1] &= 0x7f,
                Kind::Rgb32 => pixel[3] = 0,
                _ => (),
            }
            for _ in 0..1 + random.u64(..4) * random.u64(..12) {
                pixels.extend_from_slice(&pixel[..size]);
            }
        }
        pixels.truncate(stride * (row + 1));
    }
    pixels
}

fn any_header(random: &mut Rng, width: u32, height: u32) -> Header {
    Header {
        kind: Kind::ALL[random.usize(..5)],
        width: 1 + random.u32(..width),
        height: 1 + random.u32(..height),
    }
}

fn encoded(header: &Header, pixels: &[u8]) -> Vec<u8> {
    let rows: Vec<&[u8]> = pixels.chunks(header.stride() as usize).collect();
    encode(header, &rows).unwrap()
}

/// Bytes of a hex dump.
fn hex(dump: &str) -> Vec<u8> {
    dump.split_ascii_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

#[track_caller]
fn check(kind: Kind, width: u32, pixels: &[u8], dump: &str) {
    let stride = width as usize * kind.pixel_size();
    let header = Header { kind, width, height: (pixels.len() / stride) as u32 };
    let stream = hex(dump);
    assert_eq!(encoded(&header, pixels), stream);
    assert_eq!(decode(&stream, 100), Ok(Image { header, pixels: pixels.to_vec() }));
}

#[test]
fn the_worked_examples_of_the_codecs_part() {
    let row = hex("10 20 30 00 10 20 30 00 11 21 31 00");
    let last = hex("ff 00 00 00").repeat(3);
    check(
        Kind::Rgb32,
        3,
        &[&row[..], &row, &last].concat(),
        "51 55 49 43 00 00 00 00 04 00 00 00 03 00 00 00 03 00 00 00 80 a0 c0 e0 82 82 80 80 08 41
         e0 85 f8 f8 40 a5 3a 00 00 48 80 06 00 00 f3 d5 1b 00 00 00 c0 ed 00 00 00 00",
    );
    let row = [hex("01 02 03 00 07 08 09 00"), hex("05 05 05 00").repeat(6)].concat();
    check(
        Kind::Rgb32,
        8,
        &row.repeat(2),
        "51 55 49 43 00 00 00 00 04 00 00 00 08 00 00 00 02 00 00 00 8c 82 84 86 85 87 8c 8c 44 40
         88 83 20 c2 6f 49 ac 1b 08 04 00 00 8f 80 00 00 00 00",
    );
    let row = |pixel: u16| pixel.to_le_bytes().repeat(3);
    check(
        Kind::Rgb16,
        3,
        &[row(0x1234), row(0x7fff), row(0)].concat(),
        "51 55 49 43 00 00 00 00 02 00 00 00 03 00 00 00 03 00 00 00 42 08 4f c3 00 02 80 10 00 00
         07 00 c6 3d 80 00 9a 94 92 7b 40 51 b4 d6 00 00 00 00",
    );
}

#[test]
fn the_worked_example_of_the_wire_part() {
    let start = hex("30 20 10 00").repeat(5);
    let rows = [
        [&start[..], &hex("40 40 80 00 41 40 80 00 42 40 80 00")].concat(),
        [&start[..], &hex("40 40 81 00 41 40 81 00 42 40 81 00")].concat(),
        hex("30 20 10 00").repeat(16),
    ];
    check(
        Kind::Rgb32,
        8,
        &rows.concat(),
        "51 55 49 43 00 00 00 00 04 00 00 00 08 00 00 00 04 00 00 00 80 e0 c0 a0 01 81 80 80 44 20
         08 01 28 00 00 20 60 40 08 04 c1 0b 42 a0 61 08 41 08 a0 20 04 91 a0 a1 a0 20 41 88 20 84
         10 11 e4 11 00 34 62 44 00 00 00 00",
    );
}

#[test]
fn what_was_encoded_decodes() {
    let mut random = Rng::with_seed(0x5eed);
    for _ in 0..500 {
        let header = any_header(&mut random, 150, 70);
        let pixels = picture(&mut random, &header);
        let image = decode(&encoded(&header, &pixels), 150 * 70).unwrap();
        assert_eq!(image.header, header);
        assert_eq!(image.pixels, pixels, "{header:?}");
    }
}

#[test]
fn wide_rows_and_long_runs_decode() {
    let mut random = Rng::with_seed(0xfa5);
    for kind in Kind::ALL {
        let header = Header { kind, width: 70_000, height: 4 };
        let mut pixels = picture(&mut random, &header);
        let stride = header.stride() as usize;
        pixels.truncate(2 * stride);
        let flat = pixels[..kind.pixel_size()].repeat(70_000);
        pixels.extend(flat.repeat(2));
        assert!(decode(&encoded(&header, &pixels), 280_000).unwrap().pixels == pixels, "{kind:?}");
    }
}

#[test]
fn noise_is_the_longest_there_is_and_decodes() {
    let mut random = Rng::with_seed(11);
    for kind in [Kind::Rgba, Kind::Gray] {
        let header = Header { kind, width: 500, height: 300 };
        // Flat first, so that the model chooses codes that make noise long.
        let size = (header.stride() * 300) as usize;
        let mut pixels = vec![0; size / 2];
        pixels.extend((size / 2..size).map(|place| match place / 64 % 2 {
            0 => 0,
            _ => random.u8(..),
        }));
        assert!(decode(&encoded(&header, &pixels), 150_000).unwrap().pixels == pixels, "{kind:?}");
    }
}

#[test]
fn every_truncation_is_an_error() {
    let mut random = Rng::with_seed(7);
    for kind in Kind::ALL {
        let header = Header { kind, width: 24, height: 9 };
        let stream = encoded(&header, &picture(&mut random, &header));
        for length in 0..stream.len() {
            assert!(decode(&stream[..length], 1000).is_err(), "{kind:?} cut to {length}");
        }
        let longer = [&stream[..], &[0; 4]].concat();
        assert_eq!(decode(&longer, 1000), Err(Error::Trailing { bytes: 4 }));
        let ragged = [&stream[..], &[0]].concat();
        assert_eq!(decode(&ragged, 1000), Err(Error::Ragged { bytes: ragged.len() }));
    }
}

#[test]
fn mutations_give_an_image_or_an_error() {
    let mut random = Rng::with_seed(0xbad);
    for _ in 0..3_000 {
        let header = any_header(&mut random, 40, 12);
        let mut stream = encoded(&header, &picture(&mut random, &header));
        for _ in 0..=random.u64(..3) {
            let place = random.usize(..stream.len());
            stream[place] = random.u8(..);
        }
        if let Ok(image) = decode(&stream, 10_000) {
            assert_eq!(
                image.pixels.len() as u64,
                image.header.stride() * u64::from(image.header.height)
            );
        }
    }
}

#[test]
fn random_bits_give_an_image_or_an_error() {
    let mut random = Rng::with_seed(0xbeef);
    for _ in 0..1_000 {
        let header = any_header(&mut random, 300, 300);
        let mut stream = header.to_bytes().to_vec();
        let ones = random.u64(..3);
        for _ in 0..random.u64(..4000) {
            let word = random.u32(..);
            let word = if ones == 0 { word | random.u32(..) } else { word };
            stream.extend_from_slice(&word.to_le_bytes());
        }
        if let Ok(image) = decode(&stream, 90_000) {
            assert_eq!(image.pixels.len() as u64, header.stride() * u64::from(header.height));
        }
    }
}

#[test]
fn a_header_alone_takes_no_memory() {
    let header = Header { kind: Kind::Rgb32, width: 16_000, height: 16_000 };
    let stream = [&header.to_bytes()[..], &[255; 8]].concat();
    let bits = 3 * (16_000 + 15_999 * 3);
    assert_eq!(decode(&stream, u64::MAX), Err(Error::Hollow { bits, bytes: 8 }));
    let error = Error::TooLarge { size: 256_000_000, limit: 1 << 24 };
    assert_eq!(decode(&stream, 1 << 24), Err(error));
}

#[test]
fn runs_end_with_their_columns() {
    let header = Header { kind: Kind::Gray, width: 8, height: 2 };
    let five = encoded(&header, &[0; 16]);
    let four = encoded(&header, &[&[0; 15][..], &[1]].concat());
    // A run of five is 11110 1, one of four 11110 0: the bit before the first difference ends the
    // ones. Without it they are six, for 1, 1, 1, 1, 2 and 2 pixels.
    let mut bits = (0..).map(|bit| (bit / 32 * 4 + 3 - bit / 8 % 4, 0x80 >> (bit % 8)));
    let different = bits.position(|(at, bit)| (five[at] ^ four[at]) & bit != 0).unwrap();
    let ends_ones = different - 1;
    let mut stream = five;
    stream[ends_ones / 32 * 4 + 3 - ends_ones / 8 % 4] |= 0x80 >> (ends_ones % 8);
    assert_eq!(decode(&stream, 16), Err(Error::Overrun { length: 8, left: 5 }));
}

#[test]
fn rows_that_do_not_fit_are_refused() {
    let header = Header { kind: Kind::Rgb24, width: 5, height: 2 };
    assert_eq!(encode(&header, &[&[0; 15]]), Err(Error::Rows { expected: 2, found: 1 }));
    assert_eq!(encode(&header, &[&[0; 15], &[0; 14]]), Err(Error::Row { expected: 15, found: 14 }));
    let empty = Header { kind: Kind::Gray, width: 0, height: 1 };
    assert_eq!(encode(&empty, &[&[]]), Err(Error::Empty { width: 0, height: 1 }));
}
