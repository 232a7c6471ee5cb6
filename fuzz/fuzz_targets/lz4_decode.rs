//! Any bytes as the blocks of an LZ4 image, behind two that say its size.

#![no_main]

use libfuzzer_sys::fuzz_target;
use piment_fuzz::{TABLES, within};

// The crate is a Python extension, which no other program can link to.
#[path = "../../crates/python/src/lz4/blocks.rs"]
mod blocks;

fuzz_target!(|data: &[u8]| {
    let Some((size, blocks)) = data.split_first_chunk() else {
        return;
    };
    let size = usize::from(u16::from_be_bytes(*size));
    if let Ok(pixels) = within(size + TABLES, || blocks::decode(blocks, size)) {
        assert_eq!(pixels.len(), size);
    }
});
