//! The growing stream: bits into words.

use crate::consts::{HEADER_SIZE, LONGEST_CODE, LONGEST_SPAN, MOST_CHANNELS, WORD};

/// Bytes that one span of pixels takes at most.
const LONGEST: usize = LONGEST_SPAN * MOST_CHANNELS * LONGEST_CODE as usize / 8;
/// Bytes that gather before they become words of the stream: few enough to stay in the cache.
const BLOCK: usize = 8 << 10;
/// The block and what may be written before the next look at how full it is: a span, a run length
/// and a store of eight bytes.
const SIZE: usize = BLOCK + LONGEST + 32;
/// Bits that one store can append behind seven that are pending.
const MOST_BITS: u32 = u64::BITS - 8;

/// Where the next bits go.
#[derive(Clone, Copy)]
pub struct Pen {
    /// Whole bytes in the block.
    at: usize,
    /// The bits of the byte begun, at the low end; bits above were written before.
    pending: u64,
    /// How many they are, 7 at most.
    count: u32,
}

impl Pen {
    /// Append the `length` low bits of `word`: 1 to 56, the others 0.
    #[inline(always)]
    pub fn put(&mut self, block: &mut [u8; SIZE], word: u64, length: u32) {
        debug_assert!((1..=MOST_BITS).contains(&length));
        self.pending = self.pending << length | word;
        let total = self.count + length;
        let bits = self.pending << (total.wrapping_neg() & 63);
        block[self.at..self.at + 8].copy_from_slice(&bits.to_be_bytes());
        self.at += total as usize / 8;
        self.count = total % 8;
    }
}

/// A stream being written.
pub struct Writer {
    /// Bytes of which the first bit is the highest, not yet in the order of the stream.
    block: Box<[u8; SIZE]>,
    pen: Pen,
    stream: Vec<u8>,
}

impl Writer {
    /// A stream that begins with a header and is likely to get at most `capacity` bytes.
    pub fn new(header: &[u8; HEADER_SIZE], capacity: usize) -> Writer {
        let mut stream = Vec::with_capacity(capacity + HEADER_SIZE);
        stream.extend_from_slice(header);
        let pen = Pen { at: 0, pending: 0, count: 0 };
        Writer { block: Box::new([0; SIZE]), pen, stream }
    }

    /// Where the bits of a span go; give the pen back afterwards.
    #[inline(always)]
    pub fn span(&mut self) -> (Pen, &mut [u8; SIZE]) {
        if self.pen.at > BLOCK {
            self.flush();
        }
        (self.pen, &mut self.block)
    }

    /// Go on with `pen`, which was moved by a span.
    #[inline(always)]
    pub fn resume(&mut self, pen: Pen) {
        self.pen = pen;
    }

    /// Append the `length` low bits of `word`: 1 to 56, the others 0.
    pub fn put(&mut self, word: u64, length: u32) {
        let (mut pen, block) = self.span();
        pen.put(block, word, length);
        self.pen = pen;
    }

    /// The stream, with the word of zeros that ends it (codecs.md 1.1).
    pub fn finish(mut self) -> Vec<u8> {
        let (pen, block) = self.span();
        let end = pen.at + usize::from(pen.count > 0);
        let padded = end.next_multiple_of(WORD) + WORD;
        block[end..padded].fill(0);
        self.pen.at = padded;
        self.flush();
        self.stream
    }

    /// Append the whole words of the block to the stream.
    fn flush(&mut self) {
        let whole = self.pen.at - self.pen.at % WORD;
        for word in self.block[..whole].chunks_exact_mut(WORD) {
            word.reverse();
        }
        self.stream.extend_from_slice(&self.block[..whole]);
        self.block.copy_within(whole..self.pen.at, 0);
        self.pen.at -= whole;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &[(u64, u32)]) -> Vec<u8> {
        let mut writer = Writer::new(&[0; HEADER_SIZE], 0);
        for (word, length) in words {
            writer.put(*word, *length);
        }
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
