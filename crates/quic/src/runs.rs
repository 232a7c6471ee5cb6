//! The adaptive code for the lengths of runs (codecs.md 1.8): ones, each for so many pixels as the
//! state says and raising the state, a zero, and a remainder.

use crate::Error;
use crate::consts::RUN_BITS;
use crate::reader::{Cursor, Reader};
use crate::writer::{Pen, Writer};

const LAST: usize = RUN_BITS.len() - 1;
/// Ones that are read or written at a time; the zero and the remainder then fit beside them.
const ONES: usize = 32;

/// Pixels that ones stand for which raise the state from 0 so far, and further on as if it rose.
const SUMS: [usize; LAST + ONES + 1] = sums();

const fn sums() -> [usize; LAST + ONES + 1] {
    let mut sums = [0; LAST + ONES + 1];
    let mut state = 1;
    while state < sums.len() {
        let last = if state <= LAST { state - 1 } else { LAST };
        sums[state] = sums[state - 1] + (1 << RUN_BITS[last]);
        state += 1;
    }
    sums
}

/// The state that so many pixels raise to. More raise at least to the last one.
const STATES: [u8; 256] = {
    let mut states = [0; 256];
    let mut total = 1;
    while total < states.len() {
        let last = states[total - 1];
        states[total] = if SUMS[last as usize + 1] <= total { last + 1 } else { last };
        total += 1;
    }
    states
};

/// State of the run coder of a group of channels.
pub struct Runs {
    state: usize,
}

impl Runs {
    /// The state at the start of an image.
    pub fn new() -> Runs {
        Runs { state: 0 }
    }

    /// Write the length of a run.
    #[inline(always)]
    pub fn write(&mut self, writer: &mut Writer, pen: &mut Pen, length: usize) {
        let mut total = SUMS[self.state] + length;
        while total >= SUMS[self.state + ONES] {
            writer.advance(pen);
            pen.put(writer.block(), (1 << ONES) - 1, ONES);
            total -= SUMS[self.state + ONES] - SUMS[LAST.min(self.state + ONES)];
            self.state = LAST.min(self.state + ONES);
        }
        let mut raised = usize::from(STATES[total.min(STATES.len() - 1)]);
        while SUMS[raised + 1] <= total {
            raised += 1;
        }
        let ones = raised - self.state;
        self.state = LAST.min(raised);
        let bits = RUN_BITS[self.state];
        let word = ((1u64 << ones) - 1) << (bits + 1) | (total - SUMS[raised]) as u64;
        pen.put(writer.block(), word, ones + 1 + bits as usize);
        self.state = self.state.saturating_sub(1);
    }

    /// Write the length 0 if there is a run.
    #[inline(always)]
    pub fn write_empty(&mut self, writer: &mut Writer, pen: &mut Pen, is_run: bool) {
        let bits = usize::from(is_run) * (1 + RUN_BITS[self.state] as usize);
        pen.put(writer.block(), 0, bits);
        self.state = self.state.saturating_sub(is_run.into());
    }

    /// If there is a run, read its length when that is 0, and else nothing. Returns whether there
    /// is no run left.
    #[inline(always)]
    pub fn read_empty(&mut self, reader: &Reader<'_>, cursor: &mut Cursor, is_run: bool) -> bool {
        cursor.refill(reader.window());
        let bits = usize::from(is_run) * (1 + RUN_BITS[self.state] as usize);
        let is_over = cursor.peek(bits) == 0;
        if is_over {
            cursor.take(bits);
            self.state = self.state.saturating_sub(is_run.into());
        }
        is_over
    }

    /// Read the length of a run that covers at most `left` columns.
    ///
    /// # Errors
    /// [`Error::Overrun`] when it is longer, [`Error::Truncated`].
    #[inline(always)]
    pub fn read(
        &mut self,
        reader: &mut Reader<'_>,
        cursor: &mut Cursor,
        left: usize,
    ) -> Result<usize, Error> {
        let mut length = 0;
        let mut ones = cursor.ones(reader.window());
        while ones >= ONES {
            length += self.raise(ONES);
            if length > left {
                return Err(Error::Overrun { length, left });
            }
            cursor.take(ONES);
            reader.advance(cursor)?;
            ones = cursor.ones(reader.window());
        }
        length += self.raise(ones);
        cursor.take(ones + 1);
        length += cursor.take(RUN_BITS[self.state] as usize);
        self.state = self.state.saturating_sub(1);
        if length <= left { Ok(length) } else { Err(Error::Overrun { length, left }) }
    }

    /// Raise the state for so many ones, [`ONES`] at most; returns what they stand for.
    #[inline(always)]
    fn raise(&mut self, ones: usize) -> usize {
        let raised = self.state + ones;
        let length = SUMS[raised] - SUMS[self.state];
        self.state = LAST.min(raised);
        length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consts::HEADER_SIZE;
    use crate::reader::Bits;

    fn written(lengths: &[usize]) -> Vec<u8> {
        let mut writer = Writer::new(&[0; HEADER_SIZE], 0);
        let mut pen = writer.pen();
        let mut runs = Runs::new();
        for length in lengths {
            writer.advance(&mut pen);
            runs.write(&mut writer, &mut pen, *length);
        }
        writer.resume(pen);
        writer.finish().split_off(HEADER_SIZE)
    }

    #[test]
    fn sums_follow_the_bits() {
        assert_eq!(SUMS[..9], [0, 1, 2, 3, 4, 6, 8, 10, 12]);
        assert_eq!(
            [1, 2, 3].map(|more| SUMS[LAST + more] - SUMS[LAST]),
            [1 << 15, 2 << 15, 3 << 15]
        );
    }

    #[test]
    fn lengths_take_the_bits_of_the_specification() {
        // 0 is 0; 5 is 1111 for a pixel each, 0 and 1 in state 4; then 2 is 1 in state 3, 0 and 1.
        let bits: u32 = 0b01_1110_1101 << 22;
        assert_eq!(written(&[0, 5, 2])[..4], bits.to_le_bytes());
    }

    #[test]
    fn what_was_written_is_read() {
        let lengths = [0, 1, 0, 700, 3, 40_000, 0, 0, 3_000_000, 100_000_000, 17, 536_870_911, 5];
        let bits = Bits::new(&written(&lengths));
        let mut reader = Reader::new(&bits);
        let mut cursor = reader.cursor();
        let mut runs = Runs::new();
        for length in lengths {
            reader.advance(&mut cursor).unwrap();
            assert_eq!(runs.read(&mut reader, &mut cursor, length), Ok(length));
        }
        reader.resume(cursor);
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn empty_runs_are_the_same_without_a_branch() {
        let mut writer = Writer::new(&[0; HEADER_SIZE], 0);
        let mut pen = writer.pen();
        let mut runs = Runs::new();
        runs.write(&mut writer, &mut pen, 20);
        for is_run in [true, false, true] {
            runs.write_empty(&mut writer, &mut pen, is_run);
        }
        runs.write(&mut writer, &mut pen, 1);
        writer.resume(pen);
        let stream = writer.finish().split_off(HEADER_SIZE);
        assert_eq!(stream, written(&[20, 0, 0, 1]));

        let bits = Bits::new(&stream);
        let mut reader = Reader::new(&bits);
        let mut cursor = reader.cursor();
        let mut runs = Runs::new();
        assert_eq!(runs.read(&mut reader, &mut cursor, 20), Ok(20));
        for is_run in [true, false, true] {
            assert!(runs.read_empty(&reader, &mut cursor, is_run));
        }
        assert!(!runs.read_empty(&reader, &mut cursor, true));
        assert_eq!(runs.read(&mut reader, &mut cursor, 1), Ok(1));
        reader.resume(cursor);
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn runs_beyond_the_end_are_refused() {
        for (length, left) in [(5, 4), (1, 0), (40_000_000, 39_999_999), (40_000_000, 3)] {
            let bits = Bits::new(&written(&[length]));
            let mut reader = Reader::new(&bits);
            let mut cursor = reader.cursor();
            let error = Runs::new().read(&mut reader, &mut cursor, left).unwrap_err();
            assert!(matches!(error, Error::Overrun { left: there, .. } if there == left));
        }
    }
}
