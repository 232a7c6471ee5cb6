//! From pixels to a QUIC stream.

use crate::codes::{Family, Words};
use crate::consts::FIRST_RUN;
use crate::cpu::{self, Kernel};
use crate::marks::Marks;
use crate::model::Model;
use crate::pace::Pace;
use crate::pixel::{self, Pixel, part};
use crate::runs::Runs;
use crate::writer::Writer;
use crate::{Error, Header, Kind, rows};

/// Pixels an encoded byte is likely to stand for: more than in most pictures.
const PIXELS_PER_BYTE: usize = 2;
/// Most bits of a pixel's code words that are written at once.
const AT_ONCE: u32 = 56;

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
    cpu::run(Encoding { header, rows, writer: &mut writer });
    Ok(writer.finish())
}

/// An image on its way into a stream.
struct Encoding<'a> {
    header: &'a Header,
    rows: &'a [&'a [u8]],
    writer: &'a mut Writer,
}

impl Kernel for Encoding<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        encode_rows(self.header, self.rows, self.writer);
    }
}

#[inline(always)]
fn encode_rows(header: &Header, rows: &[&[u8]], writer: &mut Writer) {
    let width = header.width as usize;
    match header.kind {
        Kind::Gray => {
            let mut grays = Group::<u8, 8>::new(width);
            for row in rows {
                grays.row(writer, |grays| grays.copy_from_slice(row));
            }
        }
        Kind::Rgb16 => {
            let mut colours = Group::<u32, 5>::new(width);
            for row in rows {
                colours.row(writer, |colours| rows::load_colours(header.kind, row, colours));
            }
        }
        kind => {
            let mut colours = Group::<u32, 8>::new(width);
            let mut alphas = (kind == Kind::Rgba).then(|| Group::<u8, 8>::new(width));
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
struct Group<P, const BITS: u32> {
    models: [Model<Words, BITS>; 3],
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

impl<P: Pixel, const BITS: u32> Group<P, BITS> {
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
        pixel::fold::<BITS>(
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
        if column == 0 {
            self.span(writer, 0, 1);
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
            let run = self.starts.next(column.max(last_run + 1), end);
            while stop < run {
                self.span(writer, column, stop + 1);
                self.update(stop);
                column = stop + 1;
                stop = column + self.pace.draw();
            }
            self.span(writer, column, run);
            self.pace.wait = stop - run;
            if run == end {
                return;
            }
            last_run = run;
            column = self.flat.next_unmarked(run, end);
            self.runs.write(column - run, writer);
            if column == end {
                return;
            }
            stop = column + self.pace.wait;
        }
    }

    /// Encode the columns from `start` to before `end`, with the model as it is.
    #[inline(always)]
    fn span(&mut self, writer: &mut Writer, start: usize, end: usize) {
        let (mut pen, block) = writer.span();
        let mut context = self.coded[start].word();
        let coded = self.coded[start + 1..end + 1].iter_mut();
        for (coded, residual) in coded.zip(&self.residuals[start..end]) {
            *coded = *residual;
            let residual = residual.word();
            let mut words = [(0, 0); 3];
            let mut length = 0;
            for channel in 0..P::CHANNELS {
                let code = self.models[channel].code(part::<P>(context, channel));
                let word = code[usize::from(part::<P>(residual, channel))];
                words[channel] = (u64::from(word & 0xff), u32::from(word >> 8));
                length += words[channel].1;
            }
            if P::CHANNELS == 1 || length <= AT_ONCE {
                let mut all = 0;
                for (word, length) in &words[..P::CHANNELS] {
                    all = all << length | word;
                }
                pen.put(block, all, length);
            } else {
                for (word, length) in words {
                    pen.put(block, word, length);
                }
            }
            context = residual;
        }
        writer.resume(pen);
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
