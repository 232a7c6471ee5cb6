//! Buffers for the pixels of images, kept when an image is gone: fresh memory costs several times
//! what filling it does, since the kernel hands it out page by page.

use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Buffers smaller than this come from the allocator, which keeps them at hand by itself.
const LEAST_SIZE: usize = 128 << 10;
/// Large buffers have whole multiples of this size, so that they fit for images of about their size.
const STEP: usize = 64 << 10;
/// Most bytes kept in all: enough for what leaves a window until something comes in its place.
const MOST_KEPT: usize = 16 << 20;

static SPARE: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

/// The bytes of an image; on their end the memory goes back to the pool.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pixels(Vec<u8>);

impl Pixels {
    /// Own `bytes`.
    pub fn new(bytes: Vec<u8>) -> Pixels {
        Pixels(bytes)
    }
}

impl Deref for Pixels {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Pixels {
    fn drop(&mut self) {
        let buffer = std::mem::take(&mut self.0);
        if buffer.capacity() < LEAST_SIZE {
            return;
        }
        let mut spare = spare();
        let kept: usize = spare.iter().map(Vec::capacity).sum();
        if kept + buffer.capacity() <= MOST_KEPT {
            spare.push(buffer);
        }
    }
}

/// An empty buffer with room for `size` bytes.
pub fn buffer(size: usize) -> Vec<u8> {
    let whole = if size < LEAST_SIZE { size } else { size.next_multiple_of(STEP) };
    let mut buffer = reused(whole).unwrap_or_else(|| Vec::with_capacity(whole));
    buffer.clear();
    buffer
}

/// The smallest buffer of the pool that has room for `size` bytes, and a quarter more at most: what
/// is too large for an image stays so for as long as somebody keeps the image.
fn reused(size: usize) -> Option<Vec<u8>> {
    let mut spare = spare();
    let fitting = spare
        .iter()
        .enumerate()
        .filter(|(_, buffer)| (size..=size / 4 * 5).contains(&buffer.capacity()));
    let (index, _) = fitting.min_by_key(|(_, buffer)| buffer.capacity())?;
    Some(spare.swap_remove(index))
}

fn spare() -> MutexGuard<'static, Vec<Vec<u8>>> {
    // A list of buffers is never half changed.
    SPARE.lock().unwrap_or_else(PoisonError::into_inner)
}
