/**
 * zlib streams (RFC 1950, RFC 1951), within one call.
 *
 * The browser's DecompressionStream is asynchronous: GLZ images have to be decoded in their order,
 * and each would have to wait for those before it. It has no limit on what comes out either; here
 * the bytes are known beforehand, and one more is an error.
 */

import { CodecError } from "./error.js";
import { copyUnits } from "./units.js";

const MOST_BITS = 15; // of a code
const SHORT = 10; // bits of codes that are found in a table; longer ones are rare
const MASK = (1 << SHORT) - 1;
const END = 256; // the symbol behind the last one of a block
const LENGTHS_IN_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const LENGTH_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];

const FETCHED = 16; // bits at a time: with so many there, a code is, or the bits behind it are

/** Bytes of zeros behind the end, so that fetching ahead stays inside. */
const SLACK = 8;

const ADLER = 65521;
const ADLER_BYTES = 3800; // so many sums stay below 2^31

/**
 * Return the `size` bytes that a zlib stream stands for.
 *
 * Throws a `CodecError` when the stream is not exactly one of `size` bytes, or that is too much.
 * @param {Uint8Array} data
 * @param {number} size
 * @param {number} limit bytes
 */
export function inflate(data, size, limit) {
  if (size > limit) throw new CodecError(`zlib: ${size} bytes, at most ${limit} allowed`);
  const [method, flags] = data;
  if ((method & 15) !== 8 || ((method << 8) | flags) % 31 !== 0 || (flags & 32) !== 0) {
    throw new CodecError(`zlib: begins with ${method}, ${flags}`);
  }
  const inflater = new Inflater(data, 2, size);
  inflater.blocks();
  inflater.finish();
  return inflater.out;
}

class Inflater {
  /**
   * @param {Uint8Array} data
   * @param {number} place
   * @param {number} size
   */
  constructor(data, place, size) {
    this.data = new Uint8Array(data.length + SLACK);
    this.data.set(data);
    this.end = data.length;
    this.place = place;
    this.window = 0; // bits that were fetched, the next one lowest
    this.count = 0; // of them
    this.out = new Uint8Array(size);
    this.at = 0;
  }

  /** Read blocks up to the last one. */
  blocks() {
    for (let isLast = false; !isLast; ) {
      isLast = this.bits(1) === 1;
      const kind = this.bits(2);
      if (kind === 0) this.stored();
      else if (kind === 1) this.coded(FIXED_LITERALS, FIXED_DISTANCES);
      else if (kind === 2) this.dynamic();
      else throw new CodecError("zlib: a block of kind 3");
    }
  }

  /** Check that all bytes came, and what stands behind them. */
  finish() {
    const { out, data, end } = this;
    if (this.at !== out.length) {
      throw new CodecError(`zlib: ${out.length} bytes expected, ${this.at} there`);
    }
    this.alignToByte();
    const left = end - this.place;
    if (left !== 4) throw new CodecError(`zlib: ${left} bytes behind the last block, not 4`);
    const recorded = new DataView(data.buffer).getUint32(this.place);
    const sum = adler32(out);
    if (sum !== recorded) throw new CodecError(`zlib: the sum is ${sum}, not ${recorded}`);
  }

  /** Give back what was fetched and not used, and skip to the next byte. */
  alignToByte() {
    this.place -= this.count >> 3;
    this.window = this.count = 0;
  }

  /** Fetch bits, so that there are 16; those behind the end are zeros until they are used. */
  fetch() {
    if (this.count >= FETCHED) return;
    this.window |= (this.data[this.place] | (this.data[this.place + 1] << 8)) << this.count;
    this.count += FETCHED;
    this.place += 2;
    this.checkEnd();
  }

  /** Check that no bits behind the end were used. */
  checkEnd() {
    if (8 * this.place - this.count > 8 * this.end) {
      throw new CodecError("zlib: the stream has no end");
    }
  }

  /**
   * Read a number.
   * @param {number} count bits, at most 16
   */
  bits(count) {
    this.fetch();
    const number = this.window & ((1 << count) - 1);
    this.window >>= count;
    this.count -= count;
    return number;
  }

  /**
   * Read a symbol.
   * @param {Code} code
   */
  symbol(code) {
    this.fetch();
    const entry = code.short[this.window & MASK] || code.long(this.window);
    const length = entry & 15;
    this.window >>= length;
    this.count -= length;
    return entry >>> 4;
  }

  /** Read a block of plain bytes. */
  stored() {
    this.alignToByte();
    const [size, check] = [this.bits(16), this.bits(16)];
    if ((size ^ check) !== 0xffff) throw new CodecError(`zlib: size ${size}, check ${check}`);
    this.alignToByte();
    this.room(size);
    if (this.place + size > this.end) throw new CodecError("zlib: the stream has no end");
    this.out.set(this.data.subarray(this.place, this.place + size), this.at);
    this.place += size;
    this.at += size;
  }

  /** Read a block that begins with its codes. */
  dynamic() {
    const [literals, distances] = [this.bits(5) + 257, this.bits(5) + 1];
    const count = this.bits(4) + 4;
    const lengths = new Uint8Array(LENGTHS_IN_ORDER.length);
    for (let index = 0; index < count; index += 1) lengths[LENGTHS_IN_ORDER[index]] = this.bits(3);
    const all = this.lengths(new Code(lengths), literals + distances);
    this.coded(new Code(all.subarray(0, literals)), new Code(all.subarray(literals)));
  }

  /**
   * Read the lengths of codes.
   * @param {Code} code
   * @param {number} count
   */
  lengths(code, count) {
    const lengths = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      const symbol = this.symbol(code);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) throw new CodecError("zlib: no length to repeat");
      const value = symbol === 16 ? lengths[at - 1] : 0;
      const times = symbol === 18 ? 11 + this.bits(7) : 3 + this.bits(symbol === 16 ? 2 : 3);
      if (times > count - at) throw new CodecError(`zlib: ${times} lengths, ${count - at} left`);
      lengths.fill(value, at, at + times);
      at += times;
    }
    return lengths;
  }

  /**
   * Read a block of literals and matches.
   * @param {Code} literals
   * @param {Code} distances
   */
  coded(literals, distances) {
    const { out } = this;
    for (;;) {
      const symbol = this.afterLiterals(literals);
      if (symbol === END) return;
      const index = symbol - END - 1;
      if (index >= LENGTH_BASE.length) throw new CodecError(`zlib: no length ${symbol}`);
      const length = LENGTH_BASE[index] + this.bits(LENGTH_BITS[index]);
      const far = this.symbol(distances);
      if (far >= DISTANCE_BASE.length) throw new CodecError(`zlib: no distance ${far}`);
      const distance = DISTANCE_BASE[far] + this.bits(DISTANCE_BITS[far]);
      if (distance > this.at) throw new CodecError(`zlib: ${distance} back, ${this.at} there`);
      this.room(length);
      copyUnits(out, this.at, out, this.at - distance, length, false);
      this.at += length;
    }
  }

  /**
   * Put literals; returns the symbol behind them, which is none.
   * @param {Code} literals
   */
  afterLiterals(literals) {
    const { out, data } = this;
    const { short } = literals;
    const [size, end] = [data.length, out.length];
    let { window, count, place, at } = this;
    let symbol = 0;
    for (;;) {
      if (count < FETCHED) {
        window |= (data[place] | (data[place + 1] << 8)) << count;
        count += FETCHED;
        place += 2;
        if (place > size) break;
      }
      const entry = short[window & MASK] || literals.long(window);
      const length = entry & 15;
      window >>= length;
      count -= length;
      symbol = entry >>> 4;
      if (symbol >= END || at === end) break;
      out[at++] = symbol;
    }
    this.window = window;
    this.count = count;
    this.place = place;
    this.at = at;
    this.checkEnd();
    if (symbol < END) this.room(1);
    return symbol;
  }

  /** @param {number} count bytes that come */
  room(count) {
    const left = this.out.length - this.at;
    if (count > left) throw new CodecError(`zlib: ${count} bytes, room for ${left}`);
  }
}

/** A prefix code. An entry has the symbol, and in the low four bits the length of its code. */
class Code {
  /** @param {Uint8Array} lengths of the codes by symbol, 0 for none */
  constructor(lengths) {
    /** How many codes there are by their length. */
    this.counts = new Uint16Array(MOST_BITS + 1);
    /** All symbols, those of the shortest codes first. */
    this.symbols = new Uint16Array(lengths.length);
    /** Entries by the next bits; 0 where more are needed. */
    this.short = new Uint16Array(1 << SHORT);
    for (const length of lengths) if (length > 0) this.counts[length] += 1;
    this.#add(lengths, this.#firsts());
  }

  /** Return the first code of each length, and where in `symbols` its symbol goes. */
  #firsts() {
    const codes = new Uint32Array(MOST_BITS + 1);
    const places = new Uint32Array(MOST_BITS + 1);
    for (let length = 1; length <= MOST_BITS; length += 1) {
      const before = length > 1 ? this.counts[length - 1] : 0;
      codes[length] = (codes[length - 1] + before) << 1;
      places[length] = places[length - 1] + before;
      if (codes[length] + this.counts[length] > 1 << length) {
        throw new CodecError(`zlib: too many codes of ${length} bits`);
      }
    }
    return { codes, places };
  }

  /**
   * @param {Uint8Array} lengths
   * @param {{ codes: Uint32Array, places: Uint32Array }} firsts
   */
  #add(lengths, { codes, places }) {
    const { symbols, short } = this;
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      const length = lengths[symbol];
      if (length === 0) continue;
      symbols[places[length]++] = symbol;
      const code = codes[length]++;
      if (length > SHORT) continue;
      const entry = (symbol << 4) | length;
      for (let bits = reversed(code, length); bits <= MASK; bits += 1 << length) {
        short[bits] = entry;
      }
    }
  }

  /**
   * Return the entry of a code that is not in the table.
   * @param {number} bits the next ones, the first one lowest
   */
  long(bits) {
    let [code, first, place] = [0, 0, 0];
    for (let length = 1; length <= MOST_BITS; length += 1) {
      code |= bits & 1;
      bits >>>= 1;
      const count = this.counts[length];
      if (code < first + count) return (this.symbols[place + code - first] << 4) | length;
      place += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new CodecError("zlib: bits that are no code");
  }
}

/**
 * @param {number} number
 * @param {number} count bits
 */
function reversed(number, count) {
  let out = 0;
  for (let bit = 0; bit < count; bit += 1) out |= ((number >>> bit) & 1) << (count - 1 - bit);
  return out;
}

const FIXED_LITERALS = new Code(
  new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280),
);
const FIXED_DISTANCES = new Code(new Uint8Array(30).fill(5));

/** @param {Uint8Array} bytes */
function adler32(bytes) {
  let [low, high] = [1, 0];
  for (let start = 0; start < bytes.length; start += ADLER_BYTES) {
    const end = Math.min(bytes.length, start + ADLER_BYTES);
    for (let at = start; at < end; at += 1) high += low += bytes[at];
    low %= ADLER;
    high %= ADLER;
  }
  return high * 0x10000 + low;
}
