//! From GLZ streams to pixels.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use piment_lz::Kind;
use piment_lz::alphas::Alphas;
use piment_lz::append::{SLACK, append_literals, repeat};
use piment_lz::consts::MOST_UNITS_PER_BYTE;
use piment_lz::input::Input;
use piment_lz::pass::{Alpha, Colour, Pass, Rgb16, Rgb24};

use crate::pool::{Pixels, buffer};
use crate::token::{Source, Token, token};
use crate::{Error, Header};

/// A decoded image.
#[derive(Debug, PartialEq, Eq)]
pub struct Image {
    /// What it is.
    pub header: Header,
    /// The rows in memory order and in the order of the stream, without gaps. The pad of RGB32
    /// is 0.
    pub pixels: Pixels,
}

/// The images of a dictionary as long as others may refer to them, and the decoder of what comes.
///
/// Threads may share it, one for each display channel: a stream that refers to an image of another
/// channel waits for it.
pub struct Decoder {
    window: Mutex<Window>,
    changed: Condvar,
    most_pixels: u64,
}

#[derive(Default)]
struct Window {
    images: BTreeMap<u64, Arc<Image>>,
    /// The smallest id that has not come.
    gap: u64,
    /// Pixels of all images.
    pixels: u64,
    closed: bool,
}

/// How many windows of pixels are kept before an image that comes early has to wait: one for what
/// later images may refer to, one for what is ahead of the images that are missing.
const EARLY: u64 = 2;
/// How many windows of pixels are kept at most: the images that came early, and the window of the
/// image that closes the gap before them.
const MOST: u64 = EARLY + 1;

impl Decoder {
    /// An empty window of up to `most_pixels` pixels.
    pub fn new(most_pixels: u64) -> Decoder {
        Decoder { window: Mutex::default(), changed: Condvar::new(), most_pixels }
    }

    /// Decode a stream and keep the image. Waits up to `patience` for each image that it refers to,
    /// and for those before it when it comes far too early.
    ///
    /// # Errors
    /// [`Error`] when the stream is not a well-formed image, or does not fit to those before it.
    pub fn decode(&self, stream: &[u8], patience: Duration) -> Result<Arc<Image>, Error> {
        let (header, body) = Header::split(stream)?;
        if u64::from(header.window) > header.id {
            return Err(Error::Window { back: header.window, id: header.id });
        }
        let (pixels, limit) = (header.image.pixels(), self.most_pixels);
        if pixels > limit {
            return Err(piment_lz::Error::TooLarge { size: pixels, limit }.into());
        }
        let units = header.image.size()? / header.image.kind.unit_size();
        if units as u64 > body.len() as u64 * MOST_UNITS_PER_BYTE {
            let units = units as u64;
            return Err(piment_lz::Error::Hollow { units, bytes: body.len() }.into());
        }
        let mut reach = Reach { decoder: self, header, held: HashMap::new(), patience };
        let input = Input { bytes: body };
        let pixels = match header.image.kind {
            Kind::Rgb16 => colours::<Rgb16, 2>(input, units, &mut reach)?.0,
            Kind::Rgb24 => colours::<Rgb24, 3>(input, units, &mut reach)?.0,
            Kind::Rgba => {
                let (mut pixels, rest) = colours::<Colour, 4>(input, units, &mut reach)?;
                alphas(rest, bytemuck::cast_slice_mut(&mut pixels), &mut reach)?;
                pixels
            }
            _ => colours::<Colour, 4>(input, units, &mut reach)?.0,
        };
        let image = Arc::new(Image { header, pixels: Pixels::new(pixels) });
        self.keep(&image, patience)?;
        Ok(image)
    }

    /// Let every decoding that waits fail, and all later ones that would have to wait.
    pub fn close(&self) {
        self.locked().closed = true;
        self.changed.notify_all();
    }

    /// The ids of the images kept, the smallest first.
    pub fn ids(&self) -> Vec<u64> {
        self.locked().images.keys().copied().collect()
    }

    fn locked(&self) -> MutexGuard<'_, Window> {
        // Nothing here panics half way through a change.
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Put an image into the window, and release what nobody can refer to any more. An image that
    /// comes early waits while too many of its kind are here.
    fn keep(&self, image: &Arc<Image>, patience: Duration) -> Result<(), Error> {
        let (id, size) = (image.header.id, image.header.image.pixels());
        let limit = EARLY * self.most_pixels;
        let full = |window: &Window| Error::Full { pixels: window.pixels + size, limit };
        let fits = |window: &Window| window.gap >= id || window.pixels + size <= limit;
        let mut window = self.wait_until(fits, full, patience)?;
        if id < window.gap || window.images.contains_key(&id) {
            return Err(Error::Repeated { id });
        }
        window.pixels += size;
        window.images.insert(id, Arc::clone(image));
        window.release();
        let (pixels, limit) = (window.pixels, MOST * self.most_pixels);
        drop(window);
        self.changed.notify_all();
        if pixels > limit { Err(Error::Full { pixels, limit }) } else { Ok(()) }
    }

    /// Wait for an image.
    fn image(&self, id: u64, patience: Duration) -> Result<Arc<Image>, Error> {
        let known = |window: &Window| id < window.gap || window.images.contains_key(&id);
        let window = self.wait_until(known, |_| Error::Missing { id }, patience)?;
        window.images.get(&id).cloned().ok_or(Error::Reference { id })
    }

    /// Wait until the window is as `ready` wants it; fail with what `late` says.
    fn wait_until(
        &self,
        ready: impl Fn(&Window) -> bool,
        late: impl Fn(&Window) -> Error,
        patience: Duration,
    ) -> Result<MutexGuard<'_, Window>, Error> {
        let deadline = Instant::now().checked_add(patience);
        let mut window = self.locked();
        while !ready(&window) {
            let left =
                deadline.map_or(patience, |end| end.saturating_duration_since(Instant::now()));
            if window.closed {
                return Err(Error::Closed);
            }
            if left.is_zero() {
                return Err(late(&window));
            }
            let woken = self.changed.wait_timeout(window, left);
            window = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(window)
    }
}

impl Window {
    /// Release images as codecs.md 3.3 allows: those that the newest image behind which nothing is
    /// missing cannot refer to.
    fn release(&mut self) {
        while self.images.contains_key(&self.gap) {
            self.gap += 1;
        }
        let newest = self.gap.checked_sub(1).and_then(|id| self.images.get(&id));
        let Some(newest) = newest else {
            return;
        };
        let first = newest.header.id - u64::from(newest.header.window);
        let kept = self.images.split_off(&first);
        for image in std::mem::replace(&mut self.images, kept).into_values() {
            self.pixels -= image.header.image.pixels();
        }
    }
}

/// The images that a stream may refer to.
struct Reach<'a> {
    decoder: &'a Decoder,
    header: Header,
    held: HashMap<u32, Arc<Image>>,
    patience: Duration,
}

impl Reach<'_> {
    /// The units of an earlier image that a match copies.
    #[inline]
    fn units<U: bytemuck::Pod>(&mut self, source: Source, length: usize) -> Result<&[U], Error> {
        let image = match self.held.entry(source.image) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                let id = self.header.id.wrapping_sub(u64::from(source.image));
                if source.image > self.header.window {
                    return Err(Error::Reference { id });
                }
                let image = self.decoder.image(id, self.patience)?;
                if image.header.image.kind != self.header.image.kind {
                    return Err(Error::Reference { id });
                }
                entry.insert(image)
            }
        };
        let units: &[U] = bytemuck::cast_slice(&image.pixels);
        let end = source.offset as usize + length;
        units.get(source.offset as usize..end).ok_or(Error::Outside { end, units: units.len() })
    }
}

/// Decode a pass that makes the units.
fn colours<'a, P: Pass<Unit = [u8; N]>, const N: usize>(
    mut input: Input<'a>,
    units: usize,
    reach: &mut Reach<'_>,
) -> Result<(Vec<u8>, Input<'a>), Error>
where
    [u8; N]: bytemuck::Pod,
{
    // The pool's buffers have any size; those that do not divide are of no use here.
    let buffer = bytemuck::allocation::try_cast_vec(buffer((units + SLACK) * N));
    let mut out: Vec<[u8; N]> = buffer.unwrap_or_default();
    out.reserve_exact(units + SLACK);
    while out.len() < units {
        let (token, rest) = token::<P>(input)?;
        input = rest;
        match token {
            Token::Literals { count, bytes } => {
                check_room(count, units - out.len())?;
                append_literals::<P, N>(&mut out, count, bytes);
            }
            Token::Match { source, length } => {
                check_room(length, units - out.len())?;
                if source.image == 0 {
                    let distance = distance(source, out.len())?;
                    repeat(&mut out, distance, length);
                } else {
                    out.extend_from_slice(reach.units::<[u8; N]>(source, length)?);
                }
            }
        }
    }
    Ok((out.into_flattened(), input))
}

/// Decode a pass that fills the alpha of pixels that exist.
fn alphas(
    mut input: Input<'_>,
    pixels: &mut [[u8; 4]],
    reach: &mut Reach<'_>,
) -> Result<(), Error> {
    let mut out = Alphas::new(pixels);
    while out.left() > 0 {
        let (token, rest) = token::<Alpha>(input)?;
        input = rest;
        match token {
            Token::Literals { count, bytes } => {
                check_room(count, out.left())?;
                out.append_literals(count, bytes);
            }
            Token::Match { source, length } => {
                check_room(length, out.left())?;
                if source.image == 0 {
                    out.repeat(distance(source, out.done())?, length);
                } else {
                    out.append_copies(reach.units::<[u8; 4]>(source, length)?);
                }
            }
        }
    }
    Ok(())
}

/// How far back a match in the image itself points.
#[inline]
fn distance(source: Source, position: usize) -> Result<usize, piment_lz::Error> {
    let distance = source.offset as usize + 1;
    if distance > position {
        return Err(piment_lz::Error::Distance { distance, position });
    }
    Ok(distance)
}

#[inline]
fn check_room(length: usize, left: usize) -> Result<(), piment_lz::Error> {
    if length > left {
        return Err(piment_lz::Error::Overrun { length, left });
    }
    Ok(())
}
