//! The code families (codecs.md 1.2): limited-length Golomb-Rice codes, as tables.

use crate::consts::LONGEST_CODE;

/// Codes that a family has room for; it has one for each bit of a component.
pub const MOST_CODES: usize = 8;
/// Leading zeros that 64 bits can have.
const ZEROS: usize = u64::BITS as usize + 1;

/// How to write each value in one code: the code word in the low byte, its length in bits in the
/// high one. No code word has more than eight significant bits.
pub type Words = [u16; 256];

/// How to read in one code.
#[derive(Clone, Copy)]
pub struct Reads {
    /// Zeros in front of the escape form.
    pub prefix: u64,
    /// Bits of a short code word that are not zeros in front.
    pub behind: u64,
    /// Bits of an escape form.
    pub escape: u64,
    /// By the zeros in front: how to get from 64 bits to the value.
    pub rest: [u16; ZEROS],
}

/// One code of a family of `bits` bits.
#[derive(Clone, Copy)]
struct Code {
    /// The family's bits of a component.
    bits: u32,
    /// Low bits of a value that are written as they are.
    low: u32,
}

impl Code {
    /// Zeros in front of the escape form.
    const fn prefix(self) -> u32 {
        let most = (1 << (self.bits - self.low)) - 1;
        if most < LONGEST_CODE - self.bits { most } else { LONGEST_CODE - self.bits }
    }

    /// The first value in the escape form.
    const fn first_escape(self) -> u32 {
        self.prefix() << self.low
    }

    /// Length of the escape form.
    const fn escape_length(self) -> u32 {
        let values = (1 << self.bits) - self.first_escape();
        self.prefix() + (u32::BITS - (values - 1u32).leading_zeros())
    }

    const fn length(self, value: u32) -> u32 {
        if value < self.first_escape() {
            (value >> self.low) + self.low + 1
        } else {
            self.escape_length()
        }
    }

    const fn word(self, value: u32) -> u32 {
        if value < self.first_escape() {
            1 << self.low | value & ((1 << self.low) - 1)
        } else {
            value - self.first_escape()
        }
    }

    const fn words(self) -> Words {
        let mut words = [0; 256];
        let mut value = 0;
        while value < 1 << self.bits {
            words[value as usize] = (self.word(value) | self.length(value) << 8) as u16;
            value += 1;
        }
        words
    }

    const fn reads(self) -> Reads {
        let mut rest = [0; ZEROS];
        let mut zeros = 0;
        while zeros < ZEROS as u32 {
            let (length, add) = if zeros < self.prefix() {
                // The one is in the code word and not in the value.
                (zeros + 1 + self.low, (zeros << self.low).wrapping_sub(1 << self.low))
            } else {
                (self.escape_length(), self.first_escape())
            };
            rest[zeros as usize] = ((u64::BITS - length) | (add & 0xff) << 8) as u16;
            zeros += 1;
        }
        Reads {
            prefix: self.prefix() as u64,
            behind: self.low as u64 + 1,
            escape: self.escape_length() as u64,
            rest,
        }
    }
}

/// The codes for components of `BITS` bits. Where there are fewer than [`MOST_CODES`], the last
/// stands for those that are missing.
pub struct Family<const BITS: u32>;

impl<const BITS: u32> Family<BITS> {
    const CODES: [Code; MOST_CODES] = {
        let mut codes = [Code { bits: BITS, low: BITS - 1 }; MOST_CODES];
        let mut low = 0;
        while low < BITS {
            codes[low as usize].low = low;
            low += 1;
        }
        codes
    };

    /// Writing, by code.
    pub const WORDS: &'static [Words; MOST_CODES] = &{
        let mut table = [[0; 256]; MOST_CODES];
        let mut code = 0;
        while code < MOST_CODES {
            table[code] = Self::CODES[code].words();
            code += 1;
        }
        table
    };

    /// Reading, by code.
    pub const READS: &'static [Reads; MOST_CODES] = &{
        let mut table = [Self::CODES[0].reads(); MOST_CODES];
        let mut code = 1;
        while code < MOST_CODES {
            table[code] = Self::CODES[code].reads();
            code += 1;
        }
        table
    };

    /// Lengths in bits, by value and code.
    pub const LENGTHS: &'static [[u16; MOST_CODES]; 256] = &{
        let mut table = [[0; MOST_CODES]; 256];
        let mut value = 0;
        while value < 1 << BITS {
            let mut code = 0;
            while code < MOST_CODES {
                table[value][code] = Self::CODES[code].length(value as u32) as u16;
                code += 1;
            }
            value += 1;
        }
        table
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// prefix, first escape, length of the escape form: the tables of codecs.md 1.2.
    const EIGHT: [(u32, u32, u32); 8] = [
        (18, 18, 26),
        (18, 36, 26),
        (18, 72, 26),
        (18, 144, 25),
        (15, 240, 19),
        (7, 224, 12),
        (3, 192, 9),
        (1, 128, 8),
    ];
    const FIVE: [(u32, u32, u32); 5] =
        [(21, 21, 25), (15, 30, 16), (7, 28, 9), (3, 24, 6), (1, 16, 5)];

    #[test]
    fn codes_are_those_of_the_specification() {
        for (bits, expected) in [(8, &EIGHT[..]), (5, &FIVE[..])] {
            for (low, numbers) in expected.iter().enumerate() {
                let code = Code { bits, low: low as u32 };
                assert_eq!(
                    (code.prefix(), code.first_escape(), code.escape_length()),
                    *numbers,
                    "code {low} of {bits}"
                );
            }
        }
    }

    fn reads_what_it_writes<const BITS: u32>() {
        for (words, reads) in
            Family::<BITS>::WORDS.iter().zip(Family::<BITS>::READS).take(BITS as usize)
        {
            for value in 0..1u32 << BITS {
                let (word, length) = (words[value as usize] & 0xff, words[value as usize] >> 8);
                let buffer = u64::from(word) << (64 - u32::from(length));
                // In the escape form zeros may follow the prefix; in the other the one ends them.
                let zeros = buffer.leading_zeros();
                let short = u64::from(zeros) < reads.prefix;
                let expected = if short { u64::from(zeros) + reads.behind } else { reads.escape };
                assert_eq!(u64::from(length), expected);
                let rest = reads.rest[zeros as usize];
                assert_eq!(rest & 0xff, 64 - length);
                assert_eq!((u32::from(rest >> 8) + u32::from(word)) & 0xff, value);
            }
        }
    }

    #[test]
    fn what_was_written_is_read() {
        reads_what_it_writes::<8>();
        reads_what_it_writes::<5>();
    }
}
