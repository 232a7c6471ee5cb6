//! From pixels to a QUIC stream.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};

use crate::codes::{Family, Words};
use crate::consts::FIRST_RUN;
use crate::fold::{Pixel, fold, parts};
use crate::marks::Marks;
use crate::model::Model;
use crate::pace::Pace;
use crate::runs::Runs;
use crate::writer::{Block, MOST_BITS, Pen, Writer};
use crate::{Error, Header, Kind, rows};

/// Pixels an encoded byte is likely to stand for: more than in most pictures.
const PIXELS_PER_BYTE: usize = 2;

/// Encode an image, whose rows are given from the top one on, [`Header::stride`] bytes each.
///
/// Of RGB32 the pad and of RGB16 the top bit are not carried.
///
/// # Errors
/// [`Error::Empty`] and [`Error::TooLarge`] for images that the format cannot carry;
/// [`Error::Rows`] and [`Error::Row`] if `rows` do not make up the image.
pub fn encode(header: &Header, rows: &[&[u8]]) -> Result<Vec<u8>, Error> {
    header.check()?;
    if rows.len() as u64 != u64::from(header.height) {
        return Err(Error::Rows { expected: header.height, found: rows.len() });
    }
    let expected = header.stride();
    if let Some(row) = rows.iter().find(|row| row.len() as u64 != expected) {
        return Err(Error::Row { expected, found: row.len() });
    }
    let capacity = header.pixels() as usize / PIXELS_PER_BYTE;
    let mut writer = Writer::new(&header.to_bytes(), capacity);
    Arch::new().dispatch(Encoding { header, rows, writer: &mut writer });
    Ok(writer.finish())
}

/// An image on its way into a stream: a kernel. All that is hot in it must be inlined.
struct Encoding<'a> {
    header: &'a Header,
    rows: &'a [&'a [u8]],
    writer: &'a mut Writer,
}

impl WithSimd for Encoding<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        encode_rows(self.header, self.rows, self.writer);
    }
}

#[inline(always)]
fn encode_rows(header: &Header, rows: &[&[u8]], writer: &mut Writer) {
    let width = header.width as usize;
    match header.kind {
        Kind::Gray => {
            let mut grays = Group::<u8, 1, 8>::new(width);
            for row in rows {
                grays.row(writer, |grays| grays.copy_from_slice(row));
            }
        }
        Kind::Rgb16 => {
            let mut colours = Group::<u32, 3, 5>::new(width);
            for row in rows {
                colours.row(writer, |colours| rows::load_colours(header.kind, row, colours));
            }
        }
        kind => {
            let mut colours = Group::<u32, 3, 8>::new(width);
            let mut alphas = (kind == Kind::Rgba).then(|| Group::<u8, 1, 8>::new(width));
            for row in rows {
                colours.row(writer, |colours| rows::load_colours(kind, row, colours));
                if let Some(alphas) = &mut alphas {
                    alphas.row(writer, |alphas| rows::load_alphas(row, alphas));
                }
            }
        }
    }
}

/// The encoder of a group of channels. Rows of pixels have the left neighbour of the first column
/// in front.
struct Group<P, const CHANNELS: usize, const BITS: u32> {
    models: [Model<Words, BITS>; CHANNELS],
    pace: Pace,
    runs: Runs,
    current: Vec<P>,
    above: Vec<P>,
    /// Residuals of the current row.
    residuals: Vec<P>,
    /// The last residuals that were coded, with the context of the first column in front.
    coded: Vec<P>,
    /// Columns equal to their left neighbours, in this row and in the one above.
    flat: Marks,
    flat_above: Marks,
    /// Columns where runs can begin.
    starts: Marks,
    first_row: bool,
}

impl<P: Pixel, const CHANNELS: usize, const BITS: u32> Group<P, CHANNELS, BITS> {
    fn new(width: usize) -> Self {
        let row = vec![P::zeroed(); width + 1];
        Group {
            models: std::array::from_fn(|_| Model::new(Family::<BITS>::WORDS)),
            pace: Pace::new(),
            runs: Runs::new(),
            current: row.clone(),
            above: row.clone(),
            residuals: vec![P::zeroed(); width],
            coded: row,
            flat: Marks::new(width),
            flat_above: Marks::new(width),
            starts: Marks::new(width),
            first_row: true,
        }
    }

    /// Encode the row that `load` gives.
    #[inline(always)]
    fn row(&mut self, writer: &mut Writer, load: impl FnOnce(&mut [P])) {
        load(&mut self.current[1..]);
        self.look();
        let width = self.residuals.len();
        let mut start = 0;
        while start < width {
            let end = self.pace.segment_end(start, width);
            self.segment(writer, start, end);
            self.pace.pass(end - start);
            start = end;
        }
        std::mem::swap(&mut self.current, &mut self.above);
        std::mem::swap(&mut self.flat, &mut self.flat_above);
        self.first_row = false;
    }

    /// Compute all of the row that does not depend on its code: residuals, where runs can begin
    /// and where they end.
    #[inline(always)]
    fn look(&mut self) {
        let width = self.residuals.len();
        if !self.first_row {
            self.current[0] = self.above[1];
            self.coded[0] = self.coded[1];
        }
        let (left, pixels) = (&self.current[..width], &self.current[1..]);
        // The average of the left pixel and itself is the first row's prediction.
        let above = if self.first_row { left } else { &self.above[1..] };
        fold::<BITS>(
            bytemuck::cast_slice(pixels),
            bytemuck::cast_slice(left),
            bytemuck::cast_slice(above),
            bytemuck::cast_slice_mut(&mut self.residuals),
        );
        self.flat.mark_equal(pixels, left);
        if !self.first_row {
            self.starts.mark_both(&self.flat_above, &self.flat, FIRST_RUN);
        }
    }

    /// Encode the columns from `column` to before `end`, which share a pace (codecs.md 1.7).
    #[inline(always)]
    fn segment(&mut self, writer: &mut Writer, mut column: usize, end: usize) {
        let mut pen = writer.pen();
        writer.advance(&mut pen);
        if column == 0 {
            self.span(&mut pen, writer.block(), 0..1);
            if self.pace.wait > 0 {
                self.pace.wait -= 1;
            } else {
                self.update(0);
                self.pace.wait = self.pace.draw();
            }
            column = 1;
        }
        let mut stop = column + self.pace.wait;
        let mut next_run = column;
        loop {
            let run = self.starts.next(column.max(next_run), end);
            while stop < run {
                writer.advance(&mut pen);
                self.span(&mut pen, writer.block(), column..stop + 1);
                self.update(stop);
                column = stop + 1;
                stop = column + self.pace.draw();
            }
            writer.advance(&mut pen);
            if column < run {
                self.span(&mut pen, writer.block(), column..run);
            }
            self.pace.wait = stop - run;
            if run == end {
                break;
            }
            column = self.flat.next_unmarked(run, end);
            self.runs.write(writer, &mut pen, column - run);
            if column == end {
                break;
            }
            stop = column + self.pace.wait;
            // What ends a run differs from it: a run that could begin there is empty.
            let is_run = column > run && self.starts.contains(column);
            self.runs.write_empty(writer, &mut pen, is_run);
            next_run = column + 1;
        }
        writer.resume(pen);
    }

    /// Encode columns with the model as it is.
    #[inline(always)]
    fn span(&mut self, pen: &mut Pen, block: &mut Block, columns: Range<usize>) {
        let mut contexts = parts::<CHANNELS>(self.coded[columns.start].word());
        let coded = &mut self.coded[columns.start + 1..][..columns.len()];
        for (coded, residual) in coded.iter_mut().zip(&self.residuals[columns]) {
            *coded = *residual;
            let residuals = parts::<CHANNELS>(residual.word());
            let words: [(u64, usize); CHANNELS] = std::array::from_fn(|channel| {
                let code = self.models[channel].code(contexts[channel]);
                let word = code[usize::from(residuals[channel])];
                (u64::from(word & 0xff), usize::from(word >> 8))
            });
            let length = words.iter().map(|(_, length)| length).sum();
            if length <= MOST_BITS {
                pen.put(
                    block,
                    words.iter().fold(0, |all, (word, length)| all << length | word),
                    length,
                );
            } else {
                for (word, length) in words {
                    pen.put(block, word, length);
                }
            }
            contexts = residuals;
        }
    }

    /// Let the models learn the residuals of a column.
    #[inline(always)]
    fn update(&mut self, column: usize) {
        let contexts = parts(self.coded[column].word());
        let values = parts(self.coded[column + 1].word());
        Model::update_all(&mut self.models, contexts, values, self.pace.trigger());
    }
}
