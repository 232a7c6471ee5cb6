//! What is left of a stream.

use crate::Error;
use crate::consts::{FULL_EXTENSION, MOST_LITERAL_BYTES};

/// The bytes that have not been read.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
}

impl<'a> Input<'a> {
    /// Take `count` bytes.
    ///
    /// # Errors
    /// [`Error::Truncated`]
    #[inline]
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let left = self.bytes.len();
        let (taken, rest) =
            self.bytes.split_at_checked(count).ok_or(Error::Truncated { needed: count, left })?;
        self.bytes = rest;
        Ok(taken)
    }

    /// Take a byte.
    ///
    /// # Errors
    /// [`Error::Truncated`]
    #[inline]
    pub fn byte(&mut self) -> Result<u8, Error> {
        Ok(self.take(1)?[0])
    }

    /// Take `count` bytes of literals. What is returned goes on behind them where there is enough,
    /// so that it can be read by whole blocks.
    ///
    /// # Errors
    /// [`Error::Truncated`]
    #[inline]
    pub fn literals(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let ahead = self.bytes.first_chunk::<MOST_LITERAL_BYTES>();
        let taken = self.take(count)?;
        Ok(ahead.map_or(taken, |ahead| &ahead[..]))
    }

    /// Take the bytes that make a length longer. Their sum cannot overflow: that would take more
    /// bytes than can be addressed.
    ///
    /// # Errors
    /// [`Error::Truncated`]
    pub fn extension(&mut self) -> Result<usize, Error> {
        let mut sum = 0;
        loop {
            let byte = usize::from(self.byte()?);
            sum += byte;
            if byte != FULL_EXTENSION {
                return Ok(sum);
            }
        }
    }
}
