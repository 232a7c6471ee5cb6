//! The alpha of pixels that exist, by what the tokens of its own pass say.

/// Pixels whose alpha is being decoded; as far as it has not come, it has any value.
pub struct Alphas<'a> {
    pixels: &'a mut [[u8; 4]],
    done: usize,
}

impl<'a> Alphas<'a> {
    /// Begin with the first pixel.
    pub fn new(pixels: &'a mut [[u8; 4]]) -> Self {
        Alphas { pixels, done: 0 }
    }

    /// How many are done.
    #[inline]
    pub fn done(&self) -> usize {
        self.done
    }

    /// How many are missing.
    #[inline]
    pub fn left(&self) -> usize {
        self.pixels.len() - self.done
    }

    /// Go on with `count` literals; more bytes may lie behind them.
    #[inline]
    pub fn append_literals(&mut self, count: usize, bytes: &[u8]) {
        let pixels = &mut self.pixels[self.done..][..count];
        for (pixel, literal) in pixels.iter_mut().zip(bytes) {
            pixel[3] = *literal;
        }
        self.done += count;
    }

    /// Go on with `length` alphas from `distance` pixels back; the two may overlap.
    #[inline]
    pub fn repeat(&mut self, distance: usize, length: usize) {
        for place in self.done..self.done + length {
            self.pixels[place][3] = self.pixels[place - distance][3];
        }
        self.done += length;
    }

    /// Go on with the alphas of other pixels.
    #[inline]
    pub fn append_copies(&mut self, others: &[[u8; 4]]) {
        for (pixel, other) in self.pixels[self.done..].iter_mut().zip(others) {
            pixel[3] = other[3];
        }
        self.done += others.len();
    }
}
