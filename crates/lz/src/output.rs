//! The growing stream: room for whole tokens, so that writing one needs no checks.

use crate::consts::{FULL_EXTENSION, MOST_LITERALS};
use crate::pass::Pass;

/// Bytes that one step may write: a control byte, [`MOST_LITERALS`] literals of three bytes, and
/// what writing by whole blocks puts behind them.
pub const ROOM: usize = 160;
/// Bytes by which the zeroed part of the buffer grows: little enough to stay in the cache until it
/// is written.
const STEP: usize = 16 << 10;

/// A stream being written.
pub struct Output {
    bytes: Vec<u8>,
    used: usize,
}

impl Output {
    /// An empty stream that is likely to get at most `capacity` bytes.
    pub fn with_capacity(capacity: usize) -> Output {
        Output { bytes: Vec::with_capacity(capacity + STEP), used: 0 }
    }

    /// The stream.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.truncate(self.used);
        self.bytes
    }

    /// Append bytes as they are.
    pub fn extend(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(ROOM) {
            self.room()[..part.len()].copy_from_slice(part);
            self.used += part.len();
        }
    }

    /// Where the next bytes go; [`Output::advance`] says how many they were.
    #[inline(always)]
    pub fn room(&mut self) -> &mut [u8; ROOM] {
        if self.bytes.len() - self.used < ROOM {
            self.grow();
        }
        self.bytes[self.used..].first_chunk_mut().expect("the buffer has grown")
    }

    /// Keep the first `count` bytes of the room.
    #[inline(always)]
    pub fn advance(&mut self, count: usize) {
        debug_assert!(count <= ROOM);
        self.used += count;
    }

    #[cold]
    fn grow(&mut self) {
        self.bytes.resize(self.used + ROOM + STEP, 0);
    }

    /// Append the units from `first` to before `end` as literals.
    #[inline(always)]
    pub fn literals<P: Pass>(&mut self, units: &[P::Unit], mut first: usize, end: usize) {
        while first < end {
            let count = (end - first).min(MOST_LITERALS);
            let room = self.room();
            room[0] = count as u8 - 1;
            P::write_run(&units[first..], count, &mut room[1..]);
            self.advance(1 + count * P::LITERAL);
            first += count;
        }
    }

    /// Append the extension bytes of a length.
    #[inline(always)]
    pub fn extension(&mut self, mut rest: usize) {
        while rest >= FULL_EXTENSION {
            self.room()[0] = FULL_EXTENSION as u8;
            self.advance(1);
            rest -= FULL_EXTENSION;
        }
        self.room()[0] = rest as u8;
        self.advance(1);
    }
}
