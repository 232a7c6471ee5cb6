//! The growing stream: bits into words.

use crate::consts::{HEADER_SIZE, LONGEST_CODE, LONGEST_SPAN, MOST_CHANNELS, WORD};

/// Bytes that one span of pixels takes at most.
const LONGEST: usize = LONGEST_SPAN * MOST_CHANNELS * LONGEST_CODE as usize / 8;
/// Bytes that gather before they become words of the stream: few enough to stay in the cache; a
/// power of two, so that places in them need no check.
const SIZE: usize = 8 << 10;
/// Bytes of a store.
const STORE: usize = 8;
/// Where in its block a pen asks for room; behind it a span and a run fit.
const FAR: usize = SIZE - LONGEST - 4 * STORE;
/// Bits that one store can append behind seven that are pending.
pub const MOST_BITS: usize = u64::BITS as usize - 8;

/// Bytes of which the first bit is the highest, not yet in the order of the stream.
pub type Block = [u8; SIZE + STORE];

/// Where the next bits go.
#[derive(Clone, Copy)]
pub struct Pen {
    /// Whole bytes in the block.
    at: usize,
    /// The bits of the byte begun, at the low end; bits above were written before.
    pending: u64,
    /// How many they are, 7 at most.
    count: usize,
}

impl Pen {
    /// Append the `length` low bits of `word`, whose other bits are 0: [`MOST_BITS`] at most.
    #[inline(always)]
    pub fn put(&mut self, block: &mut Block, word: u64, length: usize) {
        debug_assert!(length <= MOST_BITS && self.at < SIZE);
        self.pending = self.pending << length | word;
        let total = self.count + length;
        let bits = self.pending << (total.wrapping_neg() % 64);
        block[self.at % SIZE..][..STORE].copy_from_slice(&bits.to_be_bytes());
        self.at += total / 8;
        self.count = total % 8;
    }
}

/// A stream being written.
pub struct Writer {
    block: Box<Block>,
    pen: Pen,
    stream: Vec<u8>,
}

impl Writer {
    /// A stream that begins with a header and is likely to get at most `capacity` bytes.
    pub fn new(header: &[u8; HEADER_SIZE], capacity: usize) -> Writer {
        let mut stream = Vec::with_capacity(capacity + HEADER_SIZE);
        stream.extend_from_slice(header);
        let pen = Pen { at: 0, pending: 0, count: 0 };
        Writer { block: Box::new([0; SIZE + STORE]), pen, stream }
    }

    /// Where the last pen stopped.
    #[inline(always)]
    pub fn pen(&self) -> Pen {
        self.pen
    }

    /// Let the next pen begin where this one is.
    #[inline(always)]
    pub fn resume(&mut self, pen: Pen) {
        self.pen = pen;
    }

    /// What pens write to.
    #[inline(always)]
    pub fn block(&mut self) -> &mut Block {
        &mut self.block
    }

    /// Make room if the pen has come far in the block: to be called before each span and run.
    #[inline(always)]
    pub fn advance(&mut self, pen: &mut Pen) {
        if pen.at > FAR {
            pen.at = self.flush(pen.at);
        }
    }

    /// The stream, with the word of zeros that ends it (codecs.md 1.1).
    pub fn finish(mut self) -> Vec<u8> {
        let end = self.pen.at + usize::from(self.pen.count > 0);
        let padded = end.next_multiple_of(WORD) + WORD;
        self.block[end..padded].fill(0);
        self.flush(padded);
        self.stream
    }

    /// Append the whole words of the block to the stream; returns where the block's end is now.
    #[cold]
    fn flush(&mut self, end: usize) -> usize {
        let whole = end - end % WORD;
        for word in self.block[..whole].chunks_exact_mut(WORD) {
            word.reverse();
        }
        self.stream.extend_from_slice(&self.block[..whole]);
        // The bytes of the word begun, and what a store has put behind them.
        self.block.copy_within(whole..whole + WORD, 0);
        end - whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &[(u64, usize)]) -> Vec<u8> {
        let mut writer = Writer::new(&[0; HEADER_SIZE], 0);
        let mut pen = writer.pen();
        for (word, length) in words {
            writer.advance(&mut pen);
            pen.put(writer.block(), *word, *length);
        }
        writer.resume(pen);
        writer.finish().split_off(HEADER_SIZE)
    }

    #[test]
    fn bits_fill_words_from_the_top() {
        assert_eq!(written(&[]), [0; 4]);
        assert_eq!(written(&[(1, 1), (2, 3)]), [0, 0, 0, 0xa0, 0, 0, 0, 0]);
        assert_eq!(written(&[(0x1234_5678, 32)]), [0x78, 0x56, 0x34, 0x12, 0, 0, 0, 0]);
        assert_eq!(
            written(&[(0xff, 24), (0x1ff, 9)]),
            [0xff, 0xff, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0]
        );
        assert_eq!(written(&[(1, 7), (3, 56)]), [0, 0, 0, 2, 6, 0, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn blocks_leave_no_seam() {
        let stream = written(&vec![(5, 3); 80_000]);
        let bytes: Vec<u8> =
            stream.chunks_exact(4).flat_map(|word| [3, 2, 1, 0].map(|i| word[i])).collect();
        assert_eq!(bytes[..30_000], [0b1011_0110, 0b1101_1011, 0b0110_1101].repeat(10_000));
        assert_eq!(bytes[30_000..], [0; 4]);
    }
}
