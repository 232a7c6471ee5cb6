//! Rows of pixels, a word each.

use std::fmt::Debug;
use std::ops::{BitAnd, BitOr, Not};

/// A word that holds a pixel: `u8`, `u16` or `u32`.
pub trait Word:
    Copy
    + Default
    + Debug
    + PartialEq
    + Send
    + Sync
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + Not<Output = Self>
{
    /// The pixel in the lowest bits.
    fn widen(self) -> u32;
    /// The lowest bits of `value`.
    fn narrow(value: u32) -> Self;
}

macro_rules! words {
    ($($kind:ty),*) => {$(
        impl Word for $kind {
            #[inline(always)]
            fn widen(self) -> u32 {
                u32::from(self)
            }
            #[inline(always)]
            fn narrow(value: u32) -> Self {
                value as $kind
            }
        }
    )*};
}
words!(u8, u16, u32);

/// A half-open rectangle anywhere; wide enough that sums of what travels cannot overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub left: i64,
    /// First row.
    pub top: i64,
    /// Column after the last.
    pub right: i64,
    /// Row after the last.
    pub bottom: i64,
}

impl Area {
    /// What both cover; may be empty.
    #[must_use]
    pub fn intersection(self, other: Area) -> Area {
        Area {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// Whether no pixel lies inside.
    pub fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }
}

/// Pixels to read, row after row without gaps.
#[derive(Clone, Copy, Debug)]
pub struct Plane<'a, P> {
    pixels: &'a [P],
    width: usize,
    height: usize,
}

impl<'a, P: Word> Plane<'a, P> {
    /// Rows of `width` pixels.
    ///
    /// # Panics
    /// When there are not exactly `width * height` pixels.
    pub fn new(pixels: &'a [P], width: usize, height: usize) -> Self {
        assert_eq!(Some(pixels.len()), width.checked_mul(height));
        Self { pixels, width, height }
    }

    /// Pixels of a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// All pixels.
    pub fn pixels(&self) -> &'a [P] {
        self.pixels
    }

    /// Row `y`.
    #[inline]
    pub fn row(&self, y: usize) -> &'a [P] {
        &self.pixels[y * self.width..][..self.width]
    }

    /// The pixel at a position, or none outside.
    #[inline]
    pub fn get(&self, x: i64, y: i64) -> Option<P> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x < self.width && y < self.height { Some(self.pixels[y * self.width + x]) } else { None }
    }

    /// Where the plane lies when its corner is at (left, top).
    pub fn area(&self, left: i64, top: i64) -> Area {
        let right = left.saturating_add(self.width as i64);
        Area { left, top, right, bottom: top.saturating_add(self.height as i64) }
    }
}

/// Pixels to change, row after row without gaps.
#[derive(Debug)]
pub struct PlaneMut<'a, P> {
    pixels: &'a mut [P],
    width: usize,
    height: usize,
}

impl<'a, P: Word> PlaneMut<'a, P> {
    /// Rows of `width` pixels.
    ///
    /// # Panics
    /// When there are not exactly `width * height` pixels.
    pub fn new(pixels: &'a mut [P], width: usize, height: usize) -> Self {
        assert_eq!(Some(pixels.len()), width.checked_mul(height));
        Self { pixels, width, height }
    }

    /// Pixels of a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Columns `left..right` of row `y`.
    #[inline]
    pub fn run(&mut self, y: usize, left: usize, right: usize) -> &mut [P] {
        &mut self.pixels[y * self.width..][..self.width][left..right]
    }

    /// Copy columns of row `y`, `length` from `from`, to column `to` of row `y_to`; they may
    /// overlap.
    #[inline]
    pub fn shift(&mut self, (from, y): (usize, usize), (to, y_to): (usize, usize), length: usize) {
        let start = y * self.width + from;
        self.pixels.copy_within(start..start + length, y_to * self.width + to);
    }
}
