//! The image being encoded, on its way into the window.

use crate::pool::buffer;

/// Bytes that are copied at a time: few enough to be still in the first level cache when the encoder
/// looks at them, where a frame like the one before costs little else; enough that a stripe's end
/// matters little. Whole pixels of all sizes.
const STRIPE: usize = 12 * 512;

/// An image, copied stripe by stripe.
pub struct Own<'a> {
    /// What has come.
    pub bytes: Vec<u8>,
    /// What has not.
    rows: std::slice::Iter<'a, &'a [u8]>,
    /// The rest of a row that has come in part.
    rest: &'a [u8],
    size: usize,
}

impl<'a> Own<'a> {
    /// Nothing yet of an image of `size` bytes.
    pub fn new(rows: &'a [&'a [u8]], size: usize) -> Own<'a> {
        Own { bytes: buffer(size), rows: rows.iter(), rest: &[], size }
    }

    /// Whether all has come.
    pub fn is_whole(&self) -> bool {
        self.bytes.len() == self.size
    }

    /// Take in the next stripe.
    pub fn take_in(&mut self) {
        let end = self.size.min(self.bytes.len() + STRIPE);
        while self.bytes.len() < end {
            if self.rest.is_empty() {
                self.rest = self.rows.next().expect("as many bytes as were counted");
            }
            let count = self.rest.len().min(end - self.bytes.len());
            let (now, later) = self.rest.split_at(count);
            self.bytes.extend_from_slice(now);
            self.rest = later;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_make_up_the_rows() {
        let rows: Vec<Vec<u8>> = (0..90).map(|row| vec![row; 7 * STRIPE / 100]).collect();
        let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
        let whole = rows.concat();
        let mut own = Own::new(&rows, whole.len());
        let mut sizes = Vec::new();
        while !own.is_whole() {
            own.take_in();
            sizes.push(own.bytes.len());
        }
        assert_eq!(own.bytes, whole);
        assert!(sizes.iter().zip(1..).all(|(size, n)| *size == whole.len().min(n * STRIPE)));
    }
}
