//! From a QUIC stream to pixels.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};

use crate::codes::{Family, Reads};
use crate::consts::{FIRST_RUN, WORD};
use crate::model::Model;
use crate::pace::Pace;
use crate::reader::{Bits, Cursor, Reader, Window};
use crate::runs::Runs;
use crate::{Error, Header, Kind, lanes, rows};

/// A decoded image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// What it is.
    pub header: Header,
    /// The rows from the top one on, [`Header::stride`] bytes each without gaps. What is not coded
    /// (the pad of RGB32, the top bit of RGB16) is 0.
    pub pixels: Vec<u8>,
}

/// Decode a stream of at most `most_pixels` pixels.
///
/// Memory is only taken for images that the length of the stream makes possible. Residuals that no
/// component can have lose their high bits.
///
/// # Errors
/// [`Error`] when the stream is not exactly one well-formed image, or too large.
pub fn decode(stream: &[u8], most_pixels: u64) -> Result<Image, Error> {
    let (header, body) = Header::split(stream)?;
    if header.pixels() > most_pixels {
        return Err(Error::TooLarge { size: header.pixels(), limit: most_pixels });
    }
    if !body.len().is_multiple_of(WORD) {
        return Err(Error::Ragged { bytes: stream.len() });
    }
    if header.least_bits() > 8 * body.len() as u64 {
        return Err(Error::Hollow { bits: header.least_bits(), bytes: body.len() });
    }
    let pixels = Arch::new().dispatch(Decoding { header: &header, words: body })?;
    Ok(Image { header, pixels })
}

/// An image on its way out of a stream: a kernel. All that is hot in it must be inlined.
struct Decoding<'a> {
    header: &'a Header,
    words: &'a [u8],
}

impl WithSimd for Decoding<'_> {
    type Output = Result<Vec<u8>, Error>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) -> Result<Vec<u8>, Error> {
        let bits = Bits::new(self.words);
        let mut reader = Reader::new(&bits);
        let pixels = decode_rows(self.header, &mut reader)?;
        reader.finish()?;
        Ok(pixels)
    }
}

#[inline(always)]
fn decode_rows(header: &Header, reader: &mut Reader<'_>) -> Result<Vec<u8>, Error> {
    let width = header.width as usize;
    let mut row = vec![0; header.stride() as usize];
    let mut image = Vec::with_capacity(row.len() * header.height as usize);
    match header.kind {
        Kind::Gray => {
            let mut grays = Group::<1, 8>::new(width);
            for _ in 0..header.height {
                rows::store_grays(grays.row(reader)?, &mut row);
                image.extend_from_slice(&row);
            }
        }
        Kind::Rgb16 => {
            let mut colours = Group::<3, 5>::new(width);
            for _ in 0..header.height {
                rows::store_colours(header.kind, colours.row(reader)?, &mut row);
                image.extend_from_slice(&row);
            }
        }
        kind => {
            let mut colours = Group::<3, 8>::new(width);
            let mut alphas = (kind == Kind::Rgba).then(|| Group::<1, 8>::new(width));
            for _ in 0..header.height {
                rows::store_colours(kind, colours.row(reader)?, &mut row);
                if let Some(alphas) = &mut alphas {
                    rows::store_alphas(alphas.row(reader)?, &mut row);
                }
                image.extend_from_slice(&row);
            }
        }
    }
    Ok(image)
}

/// Pixels that are filled at a time: short runs take one step.
const FILL: usize = 16;

/// The decoder of a group of channels. Rows have the left neighbour of the first column in front,
/// and room behind the last.
struct Group<const CHANNELS: usize, const BITS: u32> {
    width: usize,
    models: [Model<Reads, BITS>; CHANNELS],
    pace: Pace,
    runs: Runs,
    current: Vec<u32>,
    above: Vec<u32>,
    /// The last residuals that were read, with the context of the first column in front.
    coded: Vec<u32>,
    first_row: bool,
}

impl<const CHANNELS: usize, const BITS: u32> Group<CHANNELS, BITS> {
    fn new(width: usize) -> Self {
        let row = vec![0; 1 + width + FILL];
        Group {
            width,
            models: std::array::from_fn(|_| Model::new(Family::<BITS>::READS)),
            pace: Pace::new(),
            runs: Runs::new(),
            current: row.clone(),
            above: row.clone(),
            coded: row,
            first_row: true,
        }
    }

    /// Decode a row.
    #[inline(always)]
    fn row(&mut self, reader: &mut Reader<'_>) -> Result<&[u32], Error> {
        let width = self.width;
        if !self.first_row {
            std::mem::swap(&mut self.current, &mut self.above);
            self.current[0] = self.above[1];
            self.coded[0] = self.coded[1];
        }
        let mut start = 0;
        while start < width {
            let end = self.pace.segment_end(start, width);
            if self.first_row {
                self.segment::<true>(reader, start, end)?;
            } else {
                self.segment::<false>(reader, start, end)?;
            }
            self.pace.pass(end - start);
            start = end;
        }
        self.first_row = false;
        Ok(&self.current[1..width + 1])
    }

    /// Decode the columns from `column` to before `end`, which share a pace (codecs.md 1.7).
    #[inline(always)]
    fn segment<const FIRST_ROW: bool>(
        &mut self,
        reader: &mut Reader<'_>,
        mut column: usize,
        end: usize,
    ) -> Result<(), Error> {
        let mut cursor = reader.cursor();
        reader.advance(&mut cursor)?;
        if column == 0 {
            self.span::<FIRST_ROW>(&mut cursor, reader.window(), 0..1, FIRST_RUN);
            if self.pace.wait > 0 {
                self.pace.wait -= 1;
            } else {
                self.update(0);
                self.pace.wait = self.pace.draw();
            }
            column = 1;
        }
        let mut stop = column + self.pace.wait;
        let mut next_run = FIRST_RUN;
        loop {
            reader.advance(&mut cursor)?;
            let until = end.min(stop + 1);
            column = self.span::<FIRST_ROW>(&mut cursor, reader.window(), column..until, next_run);
            if column < until {
                self.pace.wait = stop - column;
                let length = self.runs.read(reader, &mut cursor, end - column)?;
                self.fill(column, length);
                column += length;
                if column == end {
                    break;
                }
                stop = column + self.pace.wait;
                // Where a run has ended another can begin, which from most encoders is empty.
                let is_run = length > 0 && self.above[column + 1] == self.above[column];
                let is_over = self.runs.read_empty(reader, &mut cursor, is_run);
                next_run = column + usize::from(is_over);
            } else if stop < until {
                self.update(stop);
                stop = column + self.pace.draw();
            } else {
                self.pace.wait = stop - end;
                break;
            }
        }
        reader.resume(cursor);
        Ok(())
    }

    /// Repeat the pixel left of `column`; may change the columns behind, which come later.
    #[inline(always)]
    fn fill(&mut self, column: usize, length: usize) {
        let pixel = self.current[column];
        for at in (column + 1..column + 1 + length).step_by(FILL) {
            self.current[at..at + FILL].fill(pixel);
        }
    }

    /// Decode columns with the model as it is; returns where it came to a run, which may not be
    /// before `next_run`, or the end.
    #[inline(always)]
    fn span<const FIRST_ROW: bool>(
        &mut self,
        cursor: &mut Cursor,
        window: &Window,
        columns: Range<usize>,
        next_run: usize,
    ) -> usize {
        let (start, count) = (columns.start, columns.len());
        let mut codes = self.codes(start);
        let mut before = self.current[start.saturating_sub(1)];
        let above = &self.above[start..][..count + 1];
        let current = &mut self.current[start..][..count + 1];
        let coded = &mut self.coded[start + 1..][..count];
        let mut left = current[0];
        let mut done = 0;
        while done < count {
            let is_flat = above[done + 1] == above[done] && left == before;
            if !FIRST_ROW && is_flat && start + done >= next_run {
                break;
            }
            before = left;
            let residuals = cursor.pixel::<CHANNELS, BITS>(window, codes);
            codes = std::array::from_fn(|channel| self.models[channel].code(residuals[channel]));
            let residual = lanes::join(&residuals);
            coded[done] = residual;
            let above = if FIRST_ROW { left } else { above[done + 1] };
            left = lanes::unfold::<BITS>(residual, left, above);
            current[done + 1] = left;
            done += 1;
        }
        start + done
    }

    /// The codes of a column's residuals.
    #[inline(always)]
    fn codes(&self, column: usize) -> [&'static Reads; CHANNELS] {
        let contexts = lanes::parts::<CHANNELS>(self.coded[column]);
        std::array::from_fn(|channel| self.models[channel].code(contexts[channel]))
    }

    /// Let the models learn the residuals of a column.
    #[inline(always)]
    fn update(&mut self, column: usize) {
        let contexts = lanes::parts(self.coded[column]);
        let values = lanes::parts(self.coded[column + 1]);
        Model::update_all(&mut self.models, contexts, values, self.pace.trigger());
    }
}
