//! The context model (codecs.md 1.5): which code a residual is written in.

use crate::codes::{Family, MOST_CODES};

/// What the codes of a range of contexts would have cost so far.
#[derive(Clone, Copy)]
struct Bucket {
    /// Bits by code. They stay below 2^16: the smallest grows by at least 1 an update and is halved
    /// beyond 900, so the others, which grow by at most 26, stay below 2 * 901 * 26.
    costs: [u16; MOST_CODES],
    /// The code in use.
    best: u8,
}

/// The model of a channel whose components have `BITS` bits. `C` is what the coder wants to know
/// about a code.
pub struct Model<C: 'static, const BITS: u32> {
    codes: &'static [C; MOST_CODES],
    /// [`Family::LENGTHS`], by reference: so the compiler adds them as they stand in memory.
    lengths: &'static [[u16; MOST_CODES]; 256],
    buckets: [Bucket; MOST_CODES],
    /// The code in use by context: the residual at the column before.
    by_context: [&'static C; 256],
}

impl<C: 'static, const BITS: u32> Model<C, BITS> {
    const LAST: usize = BITS as usize - 1;

    /// A model that has seen nothing.
    pub fn new(codes: &'static [C; MOST_CODES]) -> Self {
        Model {
            codes,
            lengths: Family::<BITS>::LENGTHS,
            buckets: [Bucket { costs: [0; MOST_CODES], best: Self::LAST as u8 }; MOST_CODES],
            by_context: [&codes[Self::LAST]; 256],
        }
    }

    /// The code for a residual after `context`.
    #[inline(always)]
    pub fn code(&self, context: u8) -> &'static C {
        self.by_context[usize::from(context)]
    }

    /// Let the models of a group of channels learn that `values` came after `contexts`.
    #[inline(always)]
    pub fn update_all<const CHANNELS: usize>(
        models: &mut [Self; CHANNELS],
        contexts: [u8; CHANNELS],
        values: [u8; CHANNELS],
        trigger: u16,
    ) {
        for (model, (context, value)) in models.iter_mut().zip(contexts.into_iter().zip(values)) {
            model.update(context, value, trigger);
        }
    }

    /// Learn that `value` came after `context`.
    #[inline(always)]
    fn update(&mut self, context: u8, value: u8, trigger: u16) {
        let index = ((u32::from(context) + 1).ilog2() as usize).min(Self::LAST);
        let bucket = &mut self.buckets[index];
        let lengths = &self.lengths[usize::from(value)];
        let mut costs: [u16; MOST_CODES] =
            std::array::from_fn(|code| bucket.costs[code] + lengths[code]);
        // Ordered by cost, and among the same by code from high to low.
        let keys: [u32; MOST_CODES] =
            std::array::from_fn(|code| u32::from(costs[code]) << 3 | (7 - code as u32));
        let least = keys.into_iter().fold(u32::MAX, u32::min);
        if least >> 3 > u32::from(trigger) {
            costs = costs.map(|cost| cost >> 1);
        }
        bucket.costs = costs;
        let best = 7 - (least & 7) as usize;
        if best != usize::from(bucket.best) {
            bucket.best = best as u8;
            self.switch(index, best);
        }
    }

    /// Use code `best` for the contexts of a bucket.
    fn switch(&mut self, bucket: usize, best: usize) {
        let first = (1 << bucket) - 1;
        let end = if bucket == Self::LAST { 1 << BITS } else { 2 * first + 1 };
        self.by_context[first..end].fill(&self.codes[best]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [u8; MOST_CODES] = [0, 1, 2, 3, 4, 5, 6, 7];

    #[test]
    fn buckets_hold_the_contexts_of_the_specification() {
        let ranges = [0..=0, 1..=2, 3..=6, 7..=14, 15..=30, 31..=62, 63..=126, 127..=255];
        for range in ranges {
            let mut model = Model::<u8, 8>::new(&NAMES);
            model.update(*range.end(), 0, 110);
            for context in 0..=255 {
                let expected = if range.contains(&context) { 0 } else { 7 };
                assert_eq!(*model.code(context), expected, "{range:?} {context}");
            }
        }
        let mut model = Model::<u8, 5>::new(&NAMES);
        model.update(15, 0, 110);
        assert_eq!([14, 15, 31].map(|context| *model.code(context)), [4, 0, 0]);
    }

    #[test]
    fn among_the_cheapest_codes_the_last_is_taken() {
        let mut model = Model::<u8, 8>::new(&NAMES);
        model.update(0, 2, 110); // lengths 3, 3, 3, 4, 5, 6, 7, 8
        assert_eq!(*model.code(0), 2);
    }

    #[test]
    fn costs_are_halved_beyond_the_trigger() {
        let mut model = Model::<u8, 8>::new(&NAMES);
        for _ in 0..3 {
            model.update(0, 0, 2);
        }
        // 1, 2, 3 -> 1 for code 0; 8, 16, 24 -> 12 for code 7.
        assert_eq!(model.buckets[0].costs, [1, 3, 4, 6, 7, 9, 10, 12]);
    }

    #[test]
    fn costs_stay_within_their_type() {
        let mut model = Model::<u8, 8>::new(&NAMES);
        for round in 0..100_000u32 {
            let value = if round / 30_000 % 2 == 0 { 0 } else { 255 };
            model.update(0, value, 900);
        }
    }
}
