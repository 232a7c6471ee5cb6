//! Bits out of the words of a stream.

use crate::Error;
use crate::codes::Reads;
use crate::consts::{LONGEST_CODE, LONGEST_SPAN, MOST_CHANNELS, WORD};

/// Bytes of zeros behind the words: what may be read between two looks at how much is left, and a
/// load of eight bytes.
const PADDING: usize = LONGEST_SPAN * MOST_CHANNELS * LONGEST_CODE as usize / 8 + 32;
/// Bits that are there after a refill at least.
const REFILLED: u32 = u64::BITS - 8;

/// The words of a stream as bytes of which the first bit is the highest.
pub struct Bits {
    bytes: Vec<u8>,
    /// Bits of the words.
    length: usize,
}

impl Bits {
    /// The bits of whole words.
    pub fn new(words: &[u8]) -> Bits {
        let mut bytes = Vec::with_capacity(words.len() + PADDING);
        bytes.extend_from_slice(words);
        for word in bytes.chunks_exact_mut(WORD) {
            word.reverse();
        }
        bytes.resize(words.len() + PADDING, 0);
        Bits { bytes, length: 8 * words.len() }
    }
}

/// A place in the bits of a stream.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    /// Bits of the words.
    length: usize,
    /// The next byte to load.
    at: usize,
    /// The next bits, from the top; below them may be some of those that follow.
    buffer: u64,
    /// How many they are.
    count: u32,
}

impl<'a> Reader<'a> {
    /// The start of the bits.
    pub fn new(bits: &'a Bits) -> Reader<'a> {
        Reader { bytes: &bits.bytes, length: bits.length, at: 0, buffer: 0, count: 0 }
    }

    /// Have at least 56 bits, zeros behind the end.
    #[inline(always)]
    pub fn refill(&mut self) {
        let next = self.bytes[self.at..].first_chunk().expect("padding follows");
        self.buffer |= u64::from_be_bytes(*next) >> self.count;
        self.at += (63 - self.count as usize) / 8;
        self.count |= REFILLED;
    }

    /// Have at least the bits of a code word.
    #[inline(always)]
    pub fn refill_for_symbol(&mut self) {
        if self.count < LONGEST_CODE {
            self.refill();
        }
    }

    /// Take a value in one of the codes; its low byte is the value.
    #[inline(always)]
    pub fn symbol(&mut self, code: &Reads) -> u32 {
        let read = u32::from(code[self.buffer.leading_zeros() as usize]);
        let word = self.buffer >> (read.wrapping_neg() & 63);
        self.buffer <<= read & 63;
        self.count -= read & 63;
        (word as u32).wrapping_add(read >> 8)
    }

    /// Take at most 32 bits.
    pub fn take(&mut self, bits: u32) -> u64 {
        self.refill();
        let taken = self.buffer >> 1 >> (63 - bits);
        self.buffer <<= bits;
        self.count -= bits;
        taken
    }

    /// Check that no bits behind the end were taken.
    #[inline(always)]
    pub fn check(&self) -> Result<(), Error> {
        let taken = self.taken();
        if taken > self.length {
            return Err(Error::Truncated { needed: taken.div_ceil(8), left: self.length / 8 });
        }
        Ok(())
    }

    /// Check that just the word of zeros follows that ends a stream (codecs.md 1.1).
    pub fn finish(&self) -> Result<(), Error> {
        let left = self.length / 8;
        let needed = (self.taken().div_ceil(32) + 1) * WORD;
        if needed > left {
            return Err(Error::Truncated { needed, left });
        }
        match left - needed {
            0 => Ok(()),
            bytes => Err(Error::Trailing { bytes }),
        }
    }

    fn taken(&self) -> usize {
        8 * self.at - self.count as usize
    }
}
