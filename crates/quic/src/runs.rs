//! The adaptive code for the lengths of runs (codecs.md 1.8).

use crate::Error;
use crate::consts::RUN_BITS;
use crate::reader::Reader;
use crate::writer::Writer;

const LAST: usize = RUN_BITS.len() - 1;
/// Ones that are written at a time.
const ONES: u32 = 32;

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
    pub fn write(&mut self, mut length: usize, writer: &mut Writer) {
        let mut ones = 0;
        while length >= self.unit() {
            length -= self.unit();
            self.raise();
            ones += 1;
            if ones == ONES {
                writer.put(u64::from(u32::MAX), ones);
                ones = 0;
            }
        }
        let bits = RUN_BITS[self.state];
        let word = ((1u64 << ones) - 1) << (bits + 1) | length as u64;
        writer.put(word, ones + 1 + bits);
        self.state = self.state.saturating_sub(1);
    }

    /// Read the length of a run that covers at most `left` columns.
    pub fn read(&mut self, reader: &mut Reader<'_>, left: usize) -> Result<usize, Error> {
        let mut length = 0;
        while reader.take(1) == 1 {
            length += self.unit();
            self.raise();
            if length > left {
                return Err(Error::Overrun { length, left });
            }
        }
        length += reader.take(RUN_BITS[self.state]) as usize;
        if length > left {
            return Err(Error::Overrun { length, left });
        }
        self.state = self.state.saturating_sub(1);
        Ok(length)
    }

    /// Columns that a one stands for.
    fn unit(&self) -> usize {
        1 << RUN_BITS[self.state]
    }

    fn raise(&mut self) {
        self.state = (self.state + 1).min(LAST);
    }
}
