//! When the model learns (codecs.md 1.6): at every column first, then ever more rarely.

use crate::consts::{DRAWS, PACE_COLUMNS, SLOWEST_PACE, TRIGGERS};

/// The adaptation state of a group of channels.
pub struct Pace {
    /// Columns to code before the one at which the model is updated next.
    pub wait: usize,
    seed: u8,
    level: usize,
    /// Columns left at this level.
    left: usize,
}

impl Pace {
    /// The state at the start of an image.
    pub fn new() -> Pace {
        Pace { wait: 0, seed: 0, level: 0, left: PACE_COLUMNS }
    }

    /// Draw how many columns to wait after an update.
    #[inline(always)]
    pub fn draw(&mut self) -> usize {
        let draw = DRAWS[usize::from(self.seed)];
        self.seed = self.seed.wrapping_add(1);
        usize::from(draw) & ((1 << self.level) - 1)
    }

    /// What the smallest counter of a bucket may become.
    #[inline(always)]
    pub fn trigger(&self) -> u16 {
        TRIGGERS[self.level]
    }

    /// Where the segment ends that begins at column `start`: before the next change of level.
    #[inline]
    pub fn segment_end(&self, start: usize, width: usize) -> usize {
        if self.level < SLOWEST_PACE { width.min(start + self.left) } else { width }
    }

    /// A segment of so many columns is done.
    #[inline]
    pub fn pass(&mut self, columns: usize) {
        if self.level < SLOWEST_PACE {
            self.left -= columns;
            if self.left == 0 {
                self.level += 1;
                self.left = PACE_COLUMNS;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_draws_are_those_of_the_specification() {
        let mut pace = Pace::new();
        assert_eq!(pace.draw(), 0);
        for _ in 0..SLOWEST_PACE {
            pace.pass(PACE_COLUMNS);
        }
        assert_eq!([pace.draw(), pace.draw()], [23, 19]);
        for _ in 3..256 {
            pace.draw();
        }
        assert_eq!([pace.draw(), pace.draw()], [2, 23]);
    }

    #[test]
    fn segments_end_where_the_level_changes() {
        let mut pace = Pace::new();
        assert_eq!(pace.segment_end(0, 1500), 1500);
        pace.pass(1500);
        assert_eq!(pace.segment_end(0, 1500), 548);
        pace.pass(548);
        assert_eq!(pace.trigger(), 550);
        assert_eq!(pace.segment_end(548, 1500), 1500);
        for _ in 0..9 {
            pace.pass(pace.left);
        }
        assert_eq!(pace.trigger(), 350);
        assert_eq!(pace.segment_end(0, 1 << 20), 1 << 20);
    }
}
