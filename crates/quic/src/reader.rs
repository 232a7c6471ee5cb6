//! Bits out of the words of a stream.

use crate::Error;
use crate::codes::Reads;
use crate::consts::{LONGEST_CODE, WORD};

/// Bytes that can be read through a [`Window`]; a power of two, so that places in it need no check.
const WINDOW: usize = 2 << 10;
/// Where in its window a cursor asks for the next one; behind it there is more than a span of
/// pixels and a run take.
const FAR: usize = WINDOW / 2;
/// Bytes of a load.
const LOAD: usize = 8;
/// Bits that are there after a refill at least.
const REFILLED: usize = u64::BITS as usize - 8;

/// The bits from some place of a stream on.
pub type Window = [u8; WINDOW + LOAD];

/// The words of a stream as bytes of which the first bit is the highest, with zeros behind.
pub struct Bits {
    bytes: Vec<u8>,
    /// Bytes of the words.
    length: usize,
}

impl Bits {
    /// The bits of whole words.
    #[inline(always)]
    pub fn new(words: &[u8]) -> Bits {
        // The cursor is a load ahead of what has been taken.
        let padded = words.len() + LOAD + size_of::<Window>();
        let mut bytes = Vec::with_capacity(padded);
        bytes.extend_from_slice(words);
        for word in bytes.chunks_exact_mut(WORD) {
            word.reverse();
        }
        bytes.resize(padded, 0);
        Bits { bytes, length: words.len() }
    }
}

/// What has been loaded and not yet taken.
#[derive(Clone, Copy)]
pub struct Cursor {
    /// The next byte to load, from the start of the window.
    at: usize,
    /// The next bits, from the top; below them may be some of those that follow.
    buffer: u64,
    /// How many they are.
    count: usize,
}

impl Cursor {
    /// Have at least 56 bits, zeros behind the end.
    #[inline(always)]
    pub fn refill(&mut self, window: &Window) {
        let next = window[self.at % WINDOW..].first_chunk().expect("a load follows");
        self.buffer |= u64::from_be_bytes(*next) >> self.count;
        self.at += (u64::BITS as usize - 1 - self.count) / 8;
        self.count |= REFILLED;
    }

    /// Read a value in one of the codes; adds its length to `taken`.
    #[inline(always)]
    fn value(&mut self, code: &Reads, taken: &mut usize) -> u8 {
        let zeros = self.buffer.leading_zeros();
        let rest = code.rest[zeros as usize];
        let word = self.buffer >> (rest & 63);
        let zeros = u64::from(zeros);
        let length =
            std::hint::select_unpredictable(zeros < code.prefix, zeros + code.behind, code.escape);
        self.buffer <<= length & 63;
        *taken += length as usize;
        (word as u32).wrapping_add(u32::from(rest >> 8)) as u8
    }

    /// Read the values of a pixel, each in its code.
    #[inline(always)]
    pub fn pixel<const CHANNELS: usize, const BITS: u32>(
        &mut self,
        window: &Window,
        codes: [&Reads; CHANNELS],
    ) -> [u8; CHANNELS] {
        self.refill(window);
        let mut taken = 0;
        let mut values = [0; CHANNELS];
        for (channel, code) in codes.into_iter().enumerate() {
            if channel == 2 && taken > REFILLED - LONGEST_CODE as usize {
                self.count -= taken;
                taken = 0;
                self.refill(window);
            }
            values[channel] = self.value(code, &mut taken) & ((1u32 << BITS) - 1) as u8;
        }
        self.count -= taken;
        values
    }

    /// Have at least 56 bits and count the ones that come next.
    #[inline(always)]
    pub fn ones(&mut self, window: &Window) -> usize {
        self.refill(window);
        self.buffer.leading_ones() as usize
    }

    /// Look at fewer than 56 bits, which are there.
    #[inline(always)]
    pub fn peek(&self, bits: usize) -> usize {
        (self.buffer >> 1 >> (63 - bits)) as usize
    }

    /// Take fewer than 56 bits, which are there.
    #[inline(always)]
    pub fn take(&mut self, bits: usize) -> usize {
        let taken = self.peek(bits);
        self.buffer <<= bits;
        self.count -= bits;
        taken
    }
}

/// Where the windows of a cursor lie.
pub struct Reader<'a> {
    bits: &'a Bits,
    window: &'a Window,
    /// Where the window begins.
    base: usize,
    cursor: Cursor,
}

impl<'a> Reader<'a> {
    /// The start of the bits.
    pub fn new(bits: &'a Bits) -> Reader<'a> {
        let window = bits.bytes.first_chunk().expect("zeros follow the words");
        Reader { bits, window, base: 0, cursor: Cursor { at: 0, buffer: 0, count: 0 } }
    }

    /// Where the last cursor stopped.
    #[inline(always)]
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Let the next cursor begin where this one is.
    #[inline(always)]
    pub fn resume(&mut self, cursor: Cursor) {
        self.cursor = cursor;
    }

    /// The bits around the cursor.
    #[inline(always)]
    pub fn window(&self) -> &'a Window {
        self.window
    }

    /// Move the window if the cursor has come far in it: to be called before each span and run.
    ///
    /// # Errors
    /// [`Error::Truncated`] when bits behind the end have been taken.
    #[inline(always)]
    pub fn advance(&mut self, cursor: &mut Cursor) -> Result<(), Error> {
        if cursor.at >= FAR {
            *cursor = self.follow(*cursor)?;
        }
        Ok(())
    }

    #[cold]
    fn follow(&mut self, cursor: Cursor) -> Result<Cursor, Error> {
        let needed = self.taken(cursor).div_ceil(8);
        if needed > self.bits.length {
            return Err(Error::Truncated { needed, left: self.bits.length });
        }
        self.base += cursor.at;
        self.window = self.bits.bytes[self.base..].first_chunk().expect("zeros follow the words");
        Ok(Cursor { at: 0, ..cursor })
    }

    /// Check that just the word of zeros follows that ends a stream (codecs.md 1.1).
    ///
    /// # Errors
    /// [`Error::Truncated`] or [`Error::Trailing`] when it does not.
    pub fn finish(&self) -> Result<(), Error> {
        let needed = (self.taken(self.cursor).div_ceil(8 * WORD) + 1) * WORD;
        let left = self.bits.length;
        match left.checked_sub(needed) {
            None => Err(Error::Truncated { needed, left }),
            Some(0) => Ok(()),
            Some(bytes) => Err(Error::Trailing { bytes }),
        }
    }

    /// Bits that were taken up to `cursor`.
    fn taken(&self, cursor: Cursor) -> usize {
        8 * (self.base + cursor.at) - cursor.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Family;
    use crate::consts::HEADER_SIZE;
    use crate::writer::Writer;

    /// Words of a stream that count from 0.
    fn counting(words: u32) -> Vec<u8> {
        (0..words).flat_map(u32::to_le_bytes).collect()
    }

    #[test]
    fn bits_come_from_the_top_of_words() {
        let bits = Bits::new(&[0x78, 0x56, 0x34, 0x92, 0, 0, 0, 0x80, 0, 0, 0, 0]);
        let mut reader = Reader::new(&bits);
        let mut cursor = reader.cursor();
        assert_eq!(cursor.ones(reader.window()), 1);
        assert_eq!([cursor.take(4), cursor.take(0), cursor.take(8)], [9, 0, 0x23]);
        cursor.refill(reader.window());
        assert_eq!([cursor.take(20), cursor.take(1)], [0x45678, 1]);
        reader.resume(cursor);
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn windows_leave_no_seam() {
        let bits = Bits::new(&counting(3000));
        let mut reader = Reader::new(&bits);
        let mut cursor = reader.cursor();
        for word in 0..2999 {
            reader.advance(&mut cursor).unwrap();
            cursor.refill(reader.window());
            assert_eq!(cursor.take(32), word);
        }
        reader.resume(cursor);
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn streams_end_with_a_word_of_zeros() {
        for (words, expected) in [
            (1, Err(Error::Truncated { needed: 8, left: 4 })),
            (2, Ok(())),
            (3, Err(Error::Trailing { bytes: 4 })),
        ] {
            let bits = Bits::new(&counting(words));
            let mut reader = Reader::new(&bits);
            let mut cursor = reader.cursor();
            cursor.refill(reader.window());
            cursor.take(17);
            reader.resume(cursor);
            assert_eq!(reader.finish(), expected);
        }
    }

    #[test]
    fn zeros_behind_the_end_are_no_stream() {
        let bits = Bits::new(&counting(10));
        let mut reader = Reader::new(&bits);
        let mut cursor = reader.cursor();
        let error = loop {
            cursor.refill(reader.window());
            cursor.take(32);
            if let Err(error) = reader.advance(&mut cursor) {
                break error;
            }
        };
        assert!(matches!(error, Error::Truncated { left: 40, .. }));
    }

    #[test]
    fn the_longest_codes_of_a_pixel_are_read() {
        let mut writer = Writer::new(&[0; HEADER_SIZE], 0);
        let mut pen = writer.pen();
        for rest in [1, 2, 3] {
            pen.put(writer.block(), rest, LONGEST_CODE as usize);
        }
        writer.resume(pen);
        let bits = Bits::new(&writer.finish()[HEADER_SIZE..]);
        let mut reader = Reader::new(&bits);
        let mut cursor = reader.cursor();
        let code = &Family::<8>::READS[0];
        assert_eq!(cursor.pixel::<3, 8>(reader.window(), [code; 3]), [19, 20, 21]);
        reader.resume(cursor);
        assert_eq!(reader.finish(), Ok(()));
    }
}
