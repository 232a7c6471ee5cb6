/** What a peer says it can do: sets of bits in 32-bit words (wire.md 2.2). */

const WORD_BITS = 32;

/** An immutable set of capability numbers; unknown ones are kept. */
export class Capabilities {
  /** @param {readonly number[]} words of which number n is bit n % 32 of word n / 32 */
  constructor(words = []) {
    this.words = words;
  }

  /**
   * Return the set of these numbers, in as few words as hold it.
   * @param {readonly number[]} numbers
   */
  static of(numbers) {
    /** @type {number[]} */
    const words = [];
    for (const number of numbers) {
      const index = Math.floor(number / WORD_BITS);
      while (words.length <= index) words.push(0);
      words[index] = (words[index] | (1 << (number % WORD_BITS))) >>> 0;
    }
    return new Capabilities(words);
  }

  /**
   * Whether the set has a number.
   * @param {number} number
   */
  has(number) {
    const word = this.words[Math.floor(number / WORD_BITS)] ?? 0;
    return ((word >>> (number % WORD_BITS)) & 1) === 1;
  }
  /**
   * Return this set and another one together.
   * @param {Capabilities} other
   */
  with({ words }) {
    const count = Math.max(words.length, this.words.length);
    return new Capabilities(
      Array.from({ length: count }, (_, at) => ((this.words[at] ?? 0) | (words[at] ?? 0)) >>> 0),
    );
  }
}
