//! Numbers of the format (codecs.md section 3).

/// Bytes of the header.
pub const HEADER_SIZE: usize = 33;
/// The bit beside the type that says that the first row is the top one.
pub const TOP_DOWN: u8 = 0x10;
/// The bits of the type.
pub const KIND: u8 = 0x0f;
/// Most pixels that a window may hold.
pub const MOST_WINDOW: u64 = 1 << 25;

/// Offset bits of a control byte.
pub const LOW_OFFSET: u8 = 0x0f;
/// Marks a token whose offset has more than 12 bits.
pub const LONG_OFFSET: u8 = 0x10;
/// First offset that takes the long form.
pub const FIRST_LONG_OFFSET: u32 = 1 << 12;
/// In the long form, marks a fourth byte of the offset.
pub const FOURTH_BYTE: u8 = 0x20;
/// First offset that takes a fourth byte.
pub const FIRST_FOUR_BYTES: u32 = 1 << 17;
/// Largest offset that a token can say.
pub const MOST_OFFSET: u32 = (1 << 25) - 1;
/// Largest image distance that every form of a token can say.
pub const MOST_IMAGES: u32 = (1 << 24) - 1;
