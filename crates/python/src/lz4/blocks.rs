//! The blocks of LZ4 images: plain Rust, which the fuzzer takes in beside Python's module.

use lz4_flex::block::{decompress_into, decompress_into_with_dict};

/// The size of a block comes before it, big endian.
pub const SIZE_BYTES: usize = 4;
/// How far back a block may refer.
const WINDOW_BYTES: usize = 64 << 10;
/// Most bytes that one byte of a block stands for: it lengthens a match by as many.
const MOST_GAIN: usize = 255;

/// Decode blocks that give exactly `size` bytes. No memory is taken for more than they can give.
///
/// # Errors
/// What is wrong with the blocks.
pub fn decode(mut blocks: &[u8], size: usize) -> Result<Vec<u8>, String> {
    if size > blocks.len().saturating_mul(MOST_GAIN) {
        return Err(format!("{size} bytes cannot be coded in {} bytes", blocks.len()));
    }
    let mut pixels = vec![0; size];
    let mut done = 0;
    while !blocks.is_empty() {
        let (block, rest) = split(blocks)?;
        let (before, room) = pixels.split_at_mut(done);
        let window = &before[before.len().saturating_sub(WINDOW_BYTES)..];
        // The call with a window is slower, and most images have one block.
        let written = match window {
            [] => decompress_into(block, room),
            _ => decompress_into_with_dict(block, room, window),
        };
        done += written.map_err(|error| format!("at byte {done} of {size}: {error}"))?;
        blocks = rest;
    }
    if done < size {
        return Err(format!("image needs {size} bytes, blocks hold {done}"));
    }
    Ok(pixels)
}

/// The first block, and what follows it.
fn split(blocks: &[u8]) -> Result<(&[u8], &[u8]), String> {
    let left = blocks.len();
    let (size, rest) = blocks
        .split_first_chunk::<SIZE_BYTES>()
        .ok_or_else(|| format!("size of a block needs {SIZE_BYTES} bytes, {left} left"))?;
    let size = u32::from_be_bytes(*size) as usize;
    if size == 0 {
        return Err("a block has no bytes".into());
    }
    rest.split_at_checked(size)
        .ok_or_else(|| format!("a block needs {size} bytes, {} left", rest.len()))
}
