//! Numbers of the format (codecs.md section 2) and limits of ours.

/// First field of an LZ and of a GLZ stream.
pub const MAGIC: u32 = 0x2020_5a4c;
/// Major 1, minor 1: the only version there is.
pub const VERSION: u32 = 0x0001_0001;
/// Bytes of the LZ header: seven fields of four bytes.
pub const HEADER_SIZE: usize = 28;

/// Control bytes below this start a run of literals.
pub const FIRST_MATCH: u8 = 32;
/// Most literals behind one control byte.
pub const MOST_LITERALS: usize = 32;
/// Bytes that they have at most, at three each.
pub const MOST_LITERAL_BYTES: usize = 3 * MOST_LITERALS;
/// Length code that says that extension bytes follow.
pub const LONG_LENGTH: usize = 7;
/// An extension byte of this value says that another follows.
pub const FULL_EXTENSION: usize = 255;
/// First distance that needs the far form.
pub const FIRST_FAR: usize = 8192;
/// Largest distance the far form can say.
pub const MOST_DISTANCE: usize = 8191 + 0xffff + 1;

/// Most bytes (stride times height) of an image: the format's own limit.
pub const MOST_BYTES: u64 = (1 << 30) - 1;
/// Largest width and height: the fields are signed in the reference.
pub const MOST_SIDE: u64 = (1 << 31) - 1;
/// Most units that one byte of a stream can stand for: an extension byte adds up to 255. A header
/// that promises more than the bytes behind it can hold is refused before anything is allocated.
pub const MOST_UNITS_PER_BYTE: u64 = 255;
