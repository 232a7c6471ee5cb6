//! The header of a GLZ stream (codecs.md 3.1).

use piment_lz::consts::{MAGIC, VERSION};
use piment_lz::{Error, Kind};

use crate::consts::{HEADER_SIZE, KIND, TOP_DOWN};

/// What an image is, and its place in the dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Type, size and order of rows.
    pub image: piment_lz::Header,
    /// Number of the image in its dictionary, counted from 0.
    pub id: u64,
    /// How many images back the window reaches.
    pub window: u32,
}

impl Header {
    /// The header as it stands in front of a stream.
    pub fn to_bytes(self) -> [u8; HEADER_SIZE] {
        let piment_lz::Header { kind, width, height, top_down } = self.image;
        let mut bytes = [0; HEADER_SIZE];
        bytes[..4].copy_from_slice(&MAGIC.to_be_bytes());
        bytes[4..8].copy_from_slice(&VERSION.to_be_bytes());
        bytes[8] = kind as u8 | if top_down { TOP_DOWN } else { 0 };
        bytes[9..13].copy_from_slice(&width.to_be_bytes());
        bytes[13..17].copy_from_slice(&height.to_be_bytes());
        bytes[17..21].copy_from_slice(&(kind.stride(width) as u32).to_be_bytes());
        bytes[21..29].copy_from_slice(&self.id.to_be_bytes());
        bytes[29..].copy_from_slice(&self.window.to_be_bytes());
        bytes
    }

    /// Check that images of type `kind` travel in GLZ.
    ///
    /// # Errors
    /// [`Error::Kind`]
    pub fn travels(kind: Kind) -> Result<(), Error> {
        match kind {
            Kind::Rgb16 | Kind::Rgb24 | Kind::Rgb32 | Kind::Rgba => Ok(()),
            _ => Err(Error::Kind { found: kind as u32 }),
        }
    }

    /// Read and check the header in front of `stream`; returns it and the bytes behind it.
    ///
    /// # Errors
    /// [`Error`] when a field is wrong or the image beyond the format's limit.
    pub fn split(stream: &[u8]) -> Result<(Header, &[u8]), Error> {
        let Some((head, body)) = stream.split_first_chunk::<HEADER_SIZE>() else {
            return Err(Error::Truncated { needed: HEADER_SIZE, left: stream.len() });
        };
        let field =
            |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        if field(0) != MAGIC {
            return Err(Error::Magic { found: field(0) });
        }
        if field(4) != VERSION {
            return Err(Error::Version { found: field(4) });
        }
        let kind = Kind::try_from(u32::from(head[8] & KIND))?;
        Header::travels(kind)?;
        let top_down = head[8] & TOP_DOWN != 0;
        let image = piment_lz::Header { kind, width: field(9), height: field(13), top_down };
        image.check(field(17))?;
        let id = u64::from(field(21)) << 32 | u64::from(field(25));
        Ok((Header { image, id, window: field(29) }, body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_lead_back_to_the_header() {
        let image = piment_lz::Header { kind: Kind::Rgb32, width: 84, height: 64, top_down: true };
        let header = Header { image, id: 0x0102_0304_0506_0708, window: 9 };
        let bytes = header.to_bytes();
        assert_eq!(bytes[8..17], [0x18, 0, 0, 0, 84, 0, 0, 0, 64]);
        assert_eq!(bytes[21..29], [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(Header::split(&bytes), Ok((header, &[][..])));
    }

    #[test]
    fn types_that_do_not_travel_are_refused() {
        let image = piment_lz::Header { kind: Kind::Rgba, width: 1, height: 1, top_down: false };
        let header = Header { image, id: 0, window: 0 };
        for number in [0, 1, 5, 10, 11, 12] {
            let mut bytes = header.to_bytes();
            bytes[8] = number;
            let found = u32::from(number);
            assert_eq!(Header::split(&bytes), Err(Error::Kind { found }));
        }
    }
}
