//! From a QUIC stream to pixels.

use crate::codes::{Family, Reads};
use crate::consts::{FIRST_RUN, WORD};
use crate::cpu::{self, Kernel};
use crate::model::Model;
use crate::pace::Pace;
use crate::pixel::{Pixel, part, unfold};
use crate::reader::{Bits, Reader};
use crate::runs::Runs;
use crate::{Error, Header, Kind, rows};

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
    let bits = Bits::new(body);
    let pixels = cpu::run(Decoding { header: &header, reader: Reader::new(&bits) })?;
    Ok(Image { header, pixels })
}

/// An image on its way out of a stream.
struct Decoding<'a> {
    header: &'a Header,
    reader: Reader<'a>,
}

impl Kernel for Decoding<'_> {
    type Output = Result<Vec<u8>, Error>;

    #[inline(always)]
    fn run(self) -> Result<Vec<u8>, Error> {
        decode_rows(self.header, self.reader)
    }
}

#[inline(always)]
fn decode_rows(header: &Header, mut reader: Reader<'_>) -> Result<Vec<u8>, Error> {
    let width = header.width as usize;
    let mut image = Vec::with_capacity(header.stride() as usize * header.height as usize);
    match header.kind {
        Kind::Gray => {
            let mut grays = Group::<u8, 8>::new(width);
            for _ in 0..header.height {
                image.extend_from_slice(grays.row(&mut reader)?);
            }
        }
        Kind::Rgb16 => {
            let mut colours = Group::<u32, 5>::new(width);
            for _ in 0..header.height {
                rows::store_colours(header.kind, colours.row(&mut reader)?, &mut image);
            }
        }
        Kind::Rgba => {
            let mut colours = Group::<u32, 8>::new(width);
            let mut alphas = Group::<u8, 8>::new(width);
            for _ in 0..header.height {
                let colours = colours.row(&mut reader)?;
                rows::store_rgba(colours, alphas.row(&mut reader)?, &mut image);
            }
        }
        kind => {
            let mut colours = Group::<u32, 8>::new(width);
            for _ in 0..header.height {
                rows::store_colours(kind, colours.row(&mut reader)?, &mut image);
            }
        }
    }
    reader.finish()?;
    Ok(image)
}

/// The decoder of a group of channels. Rows have the left neighbour of the first column in front.
struct Group<P, const BITS: u32> {
    models: [Model<Reads, BITS>; 3],
    pace: Pace,
    runs: Runs,
    current: Vec<P>,
    above: Vec<P>,
    /// The last residuals that were read, with the context of the first column in front.
    coded: Vec<P>,
    first_row: bool,
}

impl<P: Pixel, const BITS: u32> Group<P, BITS> {
    fn new(width: usize) -> Self {
        let row = vec![P::zeroed(); width + 1];
        Group {
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
    fn row(&mut self, reader: &mut Reader<'_>) -> Result<&[P], Error> {
        let width = self.current.len() - 1;
        if !self.first_row {
            std::mem::swap(&mut self.current, &mut self.above);
            self.current[0] = self.above[1];
            self.coded[0] = self.coded[1];
        }
        let mut start = 0;
        while start < width {
            let end = self.pace.segment_end(start, width);
            self.segment(reader, start, end)?;
            self.pace.pass(end - start);
            start = end;
        }
        self.first_row = false;
        Ok(&self.current[1..])
    }

    /// Decode the columns from `column` to before `end`, which share a pace (codecs.md 1.7).
    #[inline(always)]
    fn segment(
        &mut self,
        reader: &mut Reader<'_>,
        mut column: usize,
        end: usize,
    ) -> Result<(), Error> {
        if column == 0 {
            self.span(reader, 0, 1, 0);
            if self.pace.wait > 0 {
                self.pace.wait -= 1;
            } else {
                self.update(0);
                self.pace.wait = self.pace.draw();
            }
            column = 1;
        }
        let mut stop = column + self.pace.wait;
        let mut last_run = 0;
        loop {
            reader.check()?;
            let until = end.min(stop + 1);
            column = self.span(reader, column, until, last_run);
            if column < until {
                self.pace.wait = stop - column;
                last_run = column;
                column = self.run(reader, column, end)?;
                if column == end {
                    return Ok(());
                }
                stop = column + self.pace.wait;
            } else if stop < until {
                self.update(stop);
                stop = column + self.pace.draw();
            } else {
                self.pace.wait = stop - end;
                return Ok(());
            }
        }
    }

    /// Read the run that begins at `column`; returns where it ends.
    #[inline(always)]
    fn run(&mut self, reader: &mut Reader<'_>, column: usize, end: usize) -> Result<usize, Error> {
        let after = column + self.runs.read(reader, end - column)?;
        let pixel = self.current[column];
        self.current[column + 1..=after].fill(pixel);
        Ok(after)
    }

    /// Decode the columns from `start` to before `end`, with the model as it is; returns where it
    /// came to a run, or `end`.
    #[inline(always)]
    fn span(
        &mut self,
        reader: &mut Reader<'_>,
        start: usize,
        end: usize,
        last_run: usize,
    ) -> usize {
        if self.first_row {
            return self.columns::<true, false>(reader, start, end);
        }
        let tested = FIRST_RUN.max(last_run + 1).min(end);
        if start < tested {
            self.columns::<false, false>(reader, start, tested);
        }
        self.columns::<false, true>(reader, start.max(tested), end)
    }

    /// Decode columns of the first row or of another, until the first where a run begins or
    /// without looking for runs.
    #[inline(always)]
    fn columns<const FIRST_ROW: bool, const RUNS: bool>(
        &mut self,
        reader: &mut Reader<'_>,
        start: usize,
        end: usize,
    ) -> usize {
        let mut local = *reader;
        let mut context = self.coded[start].word();
        let mut left = self.current[start].word();
        let mut before = if RUNS { self.current[start - 1].word() } else { 0 };
        let mut corner = self.above[start].word();
        let places =
            self.current[start + 1..end + 1].iter_mut().zip(&mut self.coded[start + 1..end + 1]);
        let mut column = start;
        for ((pixel, coded), above) in places.zip(&self.above[start + 1..end + 1]) {
            let above = above.word();
            if RUNS {
                if above == corner && left == before {
                    break;
                }
                corner = above;
                before = left;
            }
            local.refill();
            let mut residual = 0;
            for channel in 0..P::CHANNELS {
                if channel == 2 {
                    local.refill_for_symbol();
                }
                let code = self.models[channel].code(part::<P>(context, channel));
                residual = residual << 8 | local.symbol(code) & ((1 << BITS) - 1);
            }
            context = residual;
            *coded = P::from_word(residual);
            left = unfold::<BITS>(residual, left, if FIRST_ROW { left } else { above });
            *pixel = P::from_word(left);
            left = pixel.word();
            column += 1;
        }
        *reader = local;
        column
    }

    /// Let the models learn the residuals of a column.
    #[inline(always)]
    fn update(&mut self, column: usize) {
        let (context, value) = (self.coded[column].word(), self.coded[column + 1].word());
        let trigger = self.pace.trigger();
        for (channel, model) in self.models[..P::CHANNELS].iter_mut().enumerate() {
            model.update(part::<P>(context, channel), part::<P>(value, channel), trigger);
        }
    }
}
