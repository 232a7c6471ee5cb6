//! Any picture through LZ and back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use piment_fuzz::{assert_carried, picture};
use piment_lz::{decode, encode};

fuzz_target!(|data: &[u8]| {
    let Some((header, pixels)) = picture(data) else {
        return;
    };
    let stream = encode(&header, pixels).expect("the pixels make up the picture");
    let image = decode(&stream, header.pixels()).expect("it was encoded");
    assert_eq!(image.header, header);
    assert_carried(header.kind, &image.pixels, pixels);
});
