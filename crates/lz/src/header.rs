//! The header of an LZ stream (codecs.md 2.1).

use crate::consts::{HEADER_SIZE, MAGIC, MOST_BYTES, MOST_SIDE, VERSION};
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
    /// Whether the first row of the stream is the top row of the picture.
    pub top_down: bool,
}

impl Header {
    /// Bytes of the image in memory: rows of [`Kind::stride`] bytes without gaps.
    ///
    /// # Errors
    /// [`Error::TooLarge`] beyond the format's own limit.
    pub fn size(&self) -> Result<usize, Error> {
        let side = u64::from(self.width.max(self.height));
        if side > MOST_SIDE {
            return Err(Error::TooLarge { size: side, limit: MOST_SIDE });
        }
        let size = self.kind.stride(self.width) * u64::from(self.height);
        if size > MOST_BYTES {
            return Err(Error::TooLarge { size, limit: MOST_BYTES });
        }
        Ok(size as usize)
    }

    /// Check the header's sizes, and the `stride` that stands beside it in a stream.
    ///
    /// # Errors
    /// [`Error::TooLarge`] and [`Error::Stride`].
    pub fn check(&self, stride: u32) -> Result<(), Error> {
        self.size()?;
        let expected = self.kind.stride(self.width);
        if expected != u64::from(stride) {
            return Err(Error::Stride { expected, found: stride });
        }
        Ok(())
    }

    /// Pixels of the image, padding of palette rows not counted.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The header as it stands in front of a stream.
    pub fn to_bytes(self) -> [u8; HEADER_SIZE] {
        let fields = [
            MAGIC,
            VERSION,
            self.kind as u32,
            self.width,
            self.height,
            self.kind.stride(self.width) as u32,
            u32::from(self.top_down),
        ];
        let mut bytes = [0; HEADER_SIZE];
        for (place, field) in bytes.chunks_exact_mut(4).zip(fields) {
            place.copy_from_slice(&field.to_be_bytes());
        }
        bytes
    }

    /// Read and check the header in front of `stream`; returns it and the bytes behind it.
    ///
    /// # Errors
    /// [`Error`] when a field is wrong or the image beyond the format's limit.
    pub fn split(stream: &[u8]) -> Result<(Header, &[u8]), Error> {
        let Some((head, body)) = stream.split_at_checked(HEADER_SIZE) else {
            return Err(Error::Truncated { needed: HEADER_SIZE, left: stream.len() });
        };
        let field = |index: usize| {
            let at = 4 * index;
            u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]])
        };
        if field(0) != MAGIC {
            return Err(Error::Magic { found: field(0) });
        }
        if field(1) != VERSION {
            return Err(Error::Version { found: field(1) });
        }
        let header = Header {
            kind: Kind::try_from(field(2))?,
            width: field(3),
            height: field(4),
            top_down: field(6) != 0,
        };
        header.check(field(5))?;
        Ok((header, body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_lead_back_to_the_header() {
        let header = Header { kind: Kind::Plt4Le, width: 37, height: 5, top_down: true };
        let bytes = header.to_bytes();
        assert_eq!(bytes[..12], *b"  ZL\0\x01\0\x01\0\0\0\x03");
        assert_eq!(bytes[20..24], [0, 0, 0, 19]);
        assert_eq!(Header::split(&bytes), Ok((header, &[][..])));
    }

    #[test]
    fn wrong_fields_are_named() {
        let header = Header { kind: Kind::Rgb32, width: 4, height: 3, top_down: false };
        let with = |index: usize, value: u32| {
            let mut bytes = header.to_bytes();
            bytes[4 * index..4 * index + 4].copy_from_slice(&value.to_be_bytes());
            Header::split(&bytes).map(|(header, _)| header).unwrap_err()
        };
        assert_eq!(with(0, 7), Error::Magic { found: 7 });
        assert_eq!(with(1, 7), Error::Version { found: 7 });
        assert_eq!(with(2, 12), Error::Kind { found: 12 });
        assert_eq!(with(5, 15), Error::Stride { expected: 16, found: 15 });
        let size = 16 << 28;
        assert_eq!(with(4, 1 << 31), Error::TooLarge { size: 1 << 31, limit: MOST_SIDE });
        assert_eq!(with(4, 1 << 28), Error::TooLarge { size, limit: MOST_BYTES });
        assert_eq!(Header::split(&[0; 27]), Err(Error::Truncated { needed: 28, left: 27 }));
    }
}
