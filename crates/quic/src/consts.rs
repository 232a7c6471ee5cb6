//! Numbers of the format (codecs.md section 1) and limits of ours.

/// First word of a stream: `QUIC`.
pub const MAGIC: u32 = 0x4349_5551;
/// Major 0, minor 0: the only version there is.
pub const VERSION: u32 = 0;
/// Bytes of a word; a stream is made of little endian ones.
pub const WORD: usize = 4;
/// Bytes of the header: five words.
pub const HEADER_SIZE: usize = 5 * WORD;
/// Most pixels of an image: the format's own limit.
pub const MOST_PIXELS: u64 = (1 << 29) - 1;
/// Largest width and height: the fields are signed in the reference.
pub const MOST_SIDE: u32 = (1 << 31) - 1;

/// Bits of the longest code word.
pub const LONGEST_CODE: u32 = 26;
/// Most code words of a pixel between which the bit stream is not looked after: R, G and B.
pub const MOST_CHANNELS: usize = 3;

/// Columns that the model's pace is kept for before it slows down (codecs.md 1.6).
pub const PACE_COLUMNS: usize = 2048;
/// The slowest pace: the model is updated at one of about 32 columns.
pub const SLOWEST_PACE: usize = 6;
/// Most columns of a span, which is what is coded between two updates of the model.
pub const LONGEST_SPAN: usize = 1 << SLOWEST_PACE;
/// Counters of a bucket are halved when the smallest exceeds this, by pace.
pub const TRIGGERS: [u16; SLOWEST_PACE + 1] = [110, 550, 900, 800, 550, 400, 350];

/// First column where a run may begin.
pub const FIRST_RUN: usize = 3;
/// Bits of the remainder of a run length, by state of the run coder (codecs.md 1.8).
pub const RUN_BITS: [u32; 32] = [
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15,
];

/// The pseudo random numbers that say how many columns to wait until the next update; only the low
/// bits of the format's numbers are ever used.
#[rustfmt::skip]
pub const DRAWS: [u8; 256] = [
    2, 23, 19, 21, 7, 18, 40, 14, 12, 32, 47, 44, 36, 6, 18, 11,
    4, 19, 42, 29, 16, 63, 57, 51, 16, 3, 5, 14, 15, 30, 20, 9,
    36, 45, 3, 57, 61, 0, 8, 5, 41, 14, 43, 27, 43, 59, 31, 35,
    39, 60, 42, 38, 13, 54, 62, 1, 26, 3, 11, 61, 52, 34, 7, 48,
    4, 59, 22, 12, 22, 8, 50, 4, 10, 6, 44, 8, 11, 46, 31, 51,
    53, 17, 1, 43, 46, 60, 36, 54, 10, 27, 39, 44, 22, 41, 23, 2,
    44, 0, 40, 53, 40, 48, 16, 43, 32, 28, 33, 12, 20, 2, 56, 62,
    55, 58, 18, 20, 13, 55, 38, 29, 57, 19, 49, 33, 47, 63, 59, 0,
    35, 61, 19, 25, 46, 38, 60, 4, 35, 1, 26, 40, 28, 10, 5, 14,
    25, 18, 48, 49, 20, 59, 62, 34, 46, 7, 33, 52, 34, 58, 9, 29,
    8, 55, 62, 60, 37, 36, 37, 50, 6, 3, 10, 28, 48, 24, 26, 61,
    57, 30, 11, 54, 2, 6, 50, 47, 7, 17, 35, 53, 32, 12, 23, 17,
    5, 21, 49, 55, 51, 45, 52, 27, 39, 25, 39, 63, 22, 24, 42, 52,
    56, 38, 41, 41, 56, 32, 13, 24, 26, 51, 27, 56, 58, 37, 24, 42,
    15, 28, 17, 30, 31, 15, 16, 23, 25, 54, 33, 34, 1, 29, 31, 50,
    53, 21, 49, 15, 47, 9, 0, 58, 37, 45, 30, 13, 9, 45, 63, 21,
];
