//! Sets of columns as bits, to find runs without looking at each pixel again.

/// Bits of a word.
const WORD: usize = u64::BITS as usize;

/// A set of columns, with a word of none behind.
pub struct Marks(Vec<u64>);

impl Marks {
    /// No columns, of so many.
    pub fn new(columns: usize) -> Marks {
        Marks(vec![0; columns.div_ceil(WORD) + 1])
    }

    /// Mark the columns where the two rows are equal, and no others.
    #[inline(always)]
    pub fn mark_equal<P: Eq>(&mut self, one: &[P], other: &[P]) {
        for ((word, one), other) in self.0.iter_mut().zip(one.chunks(WORD)).zip(other.chunks(WORD))
        {
            let mut flags = [0u8; WORD];
            for ((flag, one), other) in flags.iter_mut().zip(one).zip(other) {
                *flag = u8::from(one == other);
            }
            *word = 0;
            for (index, eight) in flags.as_chunks().0.iter().enumerate() {
                // The product moves the eight low bits, one a byte, next to each other.
                let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
                *word |= bits << (8 * index);
            }
        }
    }

    /// Mark the columns from `first` on that are marked in `one` and whose left neighbours are
    /// marked in `other`, and no others.
    #[inline(always)]
    pub fn mark_both(&mut self, one: &Marks, other: &Marks, first: usize) {
        let mut carry = 0;
        for ((word, one), other) in self.0.iter_mut().zip(&one.0).zip(&other.0) {
            *word = one & (other << 1 | carry);
            carry = other >> 63;
        }
        if let Some(word) = self.0.first_mut() {
            *word &= u64::MAX << first;
        }
    }

    /// Whether a column is marked.
    #[inline(always)]
    pub fn contains(&self, column: usize) -> bool {
        self.0[column / WORD] >> (column % WORD) & 1 != 0
    }

    /// The first marked column from `from` on, or `end`.
    #[inline(always)]
    pub fn next(&self, from: usize, end: usize) -> usize {
        self.search(from, end, 0)
    }

    /// The first column from `from` on that is not marked, or `end`.
    #[inline(always)]
    pub fn next_unmarked(&self, from: usize, end: usize) -> usize {
        self.search(from, end, u64::MAX)
    }

    #[inline(always)]
    fn search(&self, mut from: usize, end: usize, invert: u64) -> usize {
        while from < end {
            let found = self.word(from) ^ invert;
            if found != 0 {
                return end.min(from + found.trailing_zeros() as usize);
            }
            from += WORD;
        }
        end
    }

    /// The columns from `from` on, those behind the last as if not marked.
    #[inline(always)]
    fn word(&self, from: usize) -> u64 {
        let (index, shift) = (from / WORD, from % WORD);
        self.0[index] >> shift | self.0[index + 1] << 1 << (WORD - 1 - shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(columns: &[usize], count: usize) -> Marks {
        let one: Vec<u8> = (0..count).map(|column| columns.contains(&column).into()).collect();
        let mut marks = Marks::new(count);
        marks.mark_equal(&one, &vec![1; count]);
        marks
    }

    fn columns(marks: &Marks, count: usize) -> Vec<usize> {
        let next = |from| Some(marks.next(from, count)).filter(|column| *column < count);
        std::iter::successors(next(0), |column| next(column + 1)).collect()
    }

    #[test]
    fn marked_columns_are_found() {
        for all in [&[0, 1, 63, 64, 65, 129][..], &[], &[127], &[7, 8, 9]] {
            let marks = marked(all, 130);
            assert_eq!(columns(&marks, 130), all);
            assert!((0..130).all(|column| marks.contains(column) == all.contains(&column)));
        }
    }

    #[test]
    fn searches_end_at_the_end() {
        let marks = marked(&[70, 71, 72, 100], 130);
        assert_eq!(marks.next(0, 70), 70);
        assert_eq!(marks.next(0, 50), 50);
        assert_eq!(marks.next(73, 130), 100);
        assert_eq!(marks.next(130, 130), 130);
        assert_eq!(marks.next_unmarked(70, 130), 73);
        assert_eq!(marks.next_unmarked(70, 72), 72);
        assert_eq!(marked(&(0..200).collect::<Vec<_>>(), 200).next_unmarked(3, 200), 200);
    }

    #[test]
    fn both_looks_left_across_words() {
        let mut both = Marks::new(130);
        both.mark_both(&marked(&[1, 2, 3, 64, 65, 128], 130), &marked(&[0, 1, 2, 63, 127], 130), 3);
        assert_eq!(columns(&both, 130), [3, 64, 128]);
    }
}
