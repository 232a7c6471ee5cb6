//! The images that new ones may refer to, and their order.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use piment_lz::output::Output;
use piment_lz::pass::Pass;

use crate::consts::{HEADER_SIZE, MOST_IMAGES, MOST_WINDOW};
use crate::encode::encode;
use crate::pool::{Pixels, buffer};
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
        let pixels = gathered(image, rows)?;
        // Should an encoding ever panic, those after it still find every image in the window.
        let mut dictionary = self.dictionary.lock().unwrap_or_else(PoisonError::into_inner);
        dictionary.make_room(self.window - image.pixels());
        dictionary.pixels += image.pixels();
        dictionary.images.push_back(Held { image: *image, pixels });
        Ok(dictionary.encode_newest())
    }
}

/// Copy the rows of an image into one buffer.
fn gathered<'a>(
    image: &piment_lz::Header,
    rows: impl Iterator<Item = &'a [u8]>,
) -> Result<Pixels, Error> {
    let size = image.size()?;
    let mut bytes = buffer(size);
    for row in rows {
        bytes.extend_from_slice(row);
    }
    match bytes.len() {
        found if found == size => Ok(Pixels::new(bytes)),
        found => Err(piment_lz::Error::Pixels { expected: size as u64, found }.into()),
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

    fn encode_newest(&mut self) -> Vec<u8> {
        let images = Images { held: &self.images, id: self.id };
        self.id += 1;
        let image = images.newest().image;
        let header = Header { image, id: images.id, window: self.images.len() as u32 - 1 };
        let mut out = Output::with_capacity(HEADER_SIZE + images.newest().pixels.len());
        out.extend(&header.to_bytes());
        encode(image.kind, images, &mut self.table, &mut out);
        out.into_bytes()
    }
}

/// The window, of which the newest image is being encoded.
#[derive(Clone, Copy)]
pub struct Images<'a> {
    held: &'a VecDeque<Held>,
    /// Id of the newest image.
    pub id: u64,
}

impl<'a> Images<'a> {
    fn newest(self) -> &'a Held {
        self.held.back().expect("the image being encoded")
    }

    /// The units of the image `back` images before the newest one, if it is there and of the same
    /// type.
    #[inline]
    pub fn units<P: Pass>(self, back: usize) -> Option<&'a [P::Unit]> {
        let held = self.held.get((self.held.len() - 1).checked_sub(back)?)?;
        let same = held.image.kind == self.newest().image.kind;
        same.then(|| bytemuck::cast_slice(&held.pixels))
    }
}
