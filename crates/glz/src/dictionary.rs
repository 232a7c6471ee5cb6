//! The images that new ones may refer to, and their order.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use piment_lz::Kind;
use piment_lz::output::Output;
use piment_lz::pass::Pass;

use crate::consts::{HEADER_SIZE, MOST_IMAGES, MOST_WINDOW};
use crate::encode::encode;
use crate::own::Own;
use crate::pool::Pixels;
use crate::table::Table;
use crate::{Error, Header};

/// A dictionary of images, and the encoder of those that come into it.
///
/// Threads may share it. Ids follow each other in the order in which encodings begin; every stream
/// has to be sent, since later ones refer to it.
pub struct Encoder {
    dictionary: Mutex<Dictionary>,
    window: u64,
}

struct Dictionary {
    /// Id of the next image.
    id: u64,
    /// The window, the oldest image first.
    images: VecDeque<Held>,
    /// Pixels in the window.
    pixels: u64,
    table: Table,
}

/// An image of the window.
struct Held {
    image: piment_lz::Header,
    pixels: Pixels,
}

impl Encoder {
    /// An empty dictionary of up to `window` pixels whose first image gets the id `first`.
    ///
    /// # Errors
    /// [`Error::Full`] when the window is larger than the format allows.
    pub fn new(window: u64, first: u64) -> Result<Encoder, Error> {
        if window > MOST_WINDOW {
            return Err(Error::Full { pixels: window, limit: MOST_WINDOW });
        }
        let (images, table) = (VecDeque::new(), Table::new());
        let dictionary = Mutex::new(Dictionary { id: first, images, pixels: 0, table });
        Ok(Encoder { dictionary, window })
    }

    /// Encode an image. `rows` hold its pixels in the order of the stream.
    ///
    /// # Errors
    /// [`Error::Full`] when the image is not smaller than the window; [`Error::Stream`] when the
    /// rows do not make up the image, or it is of a type that does not travel in GLZ.
    pub fn encode<'a>(
        &self,
        image: &piment_lz::Header,
        rows: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Vec<u8>, Error> {
        Header::travels(image.kind)?;
        if image.pixels() >= self.window {
            return Err(Error::Full { pixels: image.pixels(), limit: self.window });
        }
        let rows: Vec<&[u8]> = rows.collect();
        let (expected, found) = (image.size()?, rows.iter().map(|row| row.len()).sum());
        if expected != found {
            return Err(piment_lz::Error::Pixels { expected: expected as u64, found }.into());
        }
        // Should an encoding ever panic, those after it still find every image in the window.
        let mut dictionary = self.dictionary.lock().unwrap_or_else(PoisonError::into_inner);
        dictionary.make_room(self.window - image.pixels());
        Ok(dictionary.encode(image, &rows))
    }
}

impl Dictionary {
    /// Drop the oldest images until the window holds no more than `most` pixels.
    fn make_room(&mut self, most: u64) {
        while self.pixels > most || self.images.len() > MOST_IMAGES as usize {
            let Some(held) = self.images.pop_front() else {
                return;
            };
            self.pixels -= held.image.pixels();
        }
    }

    /// Encode an image of as many bytes as `rows` have, and put it into the window.
    fn encode(&mut self, image: &piment_lz::Header, rows: &[&[u8]]) -> Vec<u8> {
        let header = Header { image: *image, id: self.id, window: self.images.len() as u32 };
        let size = rows.iter().map(|row| row.len()).sum();
        let mut out = Output::with_capacity(HEADER_SIZE + size);
        out.extend(&header.to_bytes());
        let earlier = Earlier { images: &self.images, kind: image.kind, id: self.id };
        let mut own = Own::new(rows, size);
        encode(earlier, &mut own, &mut self.table, &mut out);
        self.id += 1;
        self.pixels += image.pixels();
        self.images.push_back(Held { image: *image, pixels: Pixels::new(own.bytes) });
        out.into_bytes()
    }
}

/// The window before an image.
#[derive(Clone, Copy)]
pub struct Earlier<'a> {
    images: &'a VecDeque<Held>,
    /// Type of the image.
    pub kind: Kind,
    /// Id of the image.
    pub id: u64,
}

impl<'a> Earlier<'a> {
    /// The units of the image `back` images before, if it is there and of the same type.
    #[inline]
    pub fn units<P: Pass>(self, back: usize) -> Option<&'a [P::Unit]> {
        let held = self.images.get(self.images.len().checked_sub(back)?)?;
        (held.image.kind == self.kind).then(|| bytemuck::cast_slice(&held.pixels))
    }
}
