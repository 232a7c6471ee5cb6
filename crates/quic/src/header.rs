//! The header of a QUIC stream (codecs.md 1.1).

use crate::consts::{FIRST_RUN, HEADER_SIZE, MAGIC, MOST_PIXELS, MOST_SIDE, VERSION, WORD};
use crate::{Error, Kind};

/// What an image is; everything of the header that is not fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Type of the pixels.
    pub kind: Kind,
    /// Width in pixels.
    pub width: u32,
    /// Height in rows.
    pub height: u32,
}

impl Header {
    /// Pixels of the image.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Bytes of a row in memory.
    pub fn stride(&self) -> u64 {
        u64::from(self.width) * self.kind.pixel_size() as u64
    }

    /// Bits that the smallest stream of an image of this size has: one for each component of the
    /// first row and of the columns where no run can begin.
    pub fn least_bits(&self) -> u64 {
        let columns = u64::from(self.width.min(FIRST_RUN as u32));
        self.kind.channels() * (u64::from(self.width) + columns * (u64::from(self.height) - 1))
    }

    /// Check the size.
    ///
    /// # Errors
    /// [`Error::Empty`] without pixels, [`Error::TooLarge`] beyond the format's own limit.
    pub fn check(&self) -> Result<(), Error> {
        let (width, height) = (self.width, self.height);
        if width == 0 || height == 0 {
            return Err(Error::Empty { width, height });
        }
        if width.max(height) > MOST_SIDE {
            return Err(Error::TooLarge {
                size: u64::from(width.max(height)),
                limit: u64::from(MOST_SIDE),
            });
        }
        if self.pixels() > MOST_PIXELS {
            return Err(Error::TooLarge { size: self.pixels(), limit: MOST_PIXELS });
        }
        Ok(())
    }

    /// The header as it stands in front of a stream.
    pub fn to_bytes(self) -> [u8; HEADER_SIZE] {
        let words = [MAGIC, VERSION, self.kind as u32, self.width, self.height];
        let mut bytes = [0; HEADER_SIZE];
        for (place, word) in bytes.chunks_exact_mut(WORD).zip(words) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// Read and check the header in front of `stream`; returns it and the bytes behind it.
    ///
    /// # Errors
    /// [`Error`] when a word is wrong or the image beyond the format's limit.
    pub fn split(stream: &[u8]) -> Result<(Header, &[u8]), Error> {
        let Some((head, body)) = stream.split_at_checked(HEADER_SIZE) else {
            return Err(Error::Truncated { needed: HEADER_SIZE, left: stream.len() });
        };
        let word = |index: usize| {
            let at = WORD * index;
            u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]])
        };
        if word(0) != MAGIC {
            return Err(Error::Magic { found: word(0) });
        }
        if word(1) != VERSION {
            return Err(Error::Version { found: word(1) });
        }
        let header = Header { kind: Kind::try_from(word(2))?, width: word(3), height: word(4) };
        header.check()?;
        Ok((header, body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Header = Header { kind: Kind::Rgb32, width: 37, height: 5 };

    #[test]
    fn bytes_lead_back_to_the_header() {
        let bytes = HEADER.to_bytes();
        assert_eq!(bytes, *b"QUIC\0\0\0\0\x04\0\0\0\x25\0\0\0\x05\0\0\0");
        assert_eq!(Header::split(&bytes), Ok((HEADER, &[][..])));
    }

    #[test]
    fn wrong_words_are_named() {
        let with = |index: usize, value: u32| {
            let mut bytes = HEADER.to_bytes();
            bytes[4 * index..4 * index + 4].copy_from_slice(&value.to_le_bytes());
            Header::split(&bytes).map(|(header, _)| header).unwrap_err()
        };
        assert_eq!(with(0, 7), Error::Magic { found: 7 });
        assert_eq!(with(1, 7), Error::Version { found: 7 });
        assert_eq!(with(2, 6), Error::Kind { found: 6 });
        assert_eq!(with(3, 0), Error::Empty { width: 0, height: 5 });
        assert_eq!(with(4, 0), Error::Empty { width: 37, height: 0 });
        assert_eq!(with(4, 1 << 31), Error::TooLarge { size: 1 << 31, limit: (1 << 31) - 1 });
        assert_eq!(with(4, 1 << 24), Error::TooLarge { size: 37 << 24, limit: MOST_PIXELS });
        assert_eq!(Header::split(&[0; 19]), Err(Error::Truncated { needed: 20, left: 19 }));
    }

    #[test]
    fn the_smallest_stream_codes_what_no_run_can_cover() {
        assert_eq!(HEADER.least_bits(), 3 * (37 + 4 * 3));
        assert_eq!(Header { kind: Kind::Gray, width: 2, height: 5 }.least_bits(), 10);
    }
}
