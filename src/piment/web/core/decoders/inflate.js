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

const FIXED_LITERALS = codeOf(
  new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280),
);
const FIXED_DISTANCES = codeOf(new Uint8Array(30).fill(5));

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
    this.data = data;
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
    const { out, data } = this;
    if (this.at !== out.length) {
      throw new CodecError(`zlib: ${out.length} bytes expected, ${this.at} there`);
    }
    this.alignToByte();
    const left = data.length - this.place;
    if (left !== 4) throw new CodecError(`zlib: ${left} bytes behind the last block, not 4`);
    const recorded = new DataView(data.buffer, data.byteOffset).getUint32(this.place);
    const sum = adler32(out);
    if (sum !== recorded) throw new CodecError(`zlib: the sum is ${sum}, not ${recorded}`);
  }

  /** Give back what was fetched and not used, and skip to the next byte. */
  alignToByte() {
    this.place -= this.count >> 3;
    this.window = this.count = 0;
  }

  /**
   * Read a number.
   * @param {number} count bits, at most 16
   */
  bits(count) {
    while (this.count < count) {
      if (this.place >= this.data.length) throw new CodecError("zlib: the stream has no end");
      this.window |= this.data[this.place++] << this.count;
      this.count += 8;
    }
    const number = this.window & ((1 << count) - 1);
    this.window >>>= count;
    this.count -= count;
    return number;
  }

  /**
   * Read a symbol; the bits behind the end of the stream are zeros until they are used.
   * @param {Uint16Array} code
   */
  symbol(code) {
    while (this.count < MOST_BITS) {
      if (this.place < this.data.length) this.window |= this.data[this.place] << this.count;
      this.place += 1;
      this.count += 8;
    }
    const entry = code[this.window & ((1 << MOST_BITS) - 1)];
    const length = entry & 15;
    if (length === 0) throw new CodecError("zlib: bits that are no code");
    this.window >>>= length;
    this.count -= length;
    if (this.place - (this.count >> 3) > this.data.length) {
      throw new CodecError("zlib: the stream has no end");
    }
    return entry >>> 4;
  }

  /** Read a block of plain bytes. */
  stored() {
    this.alignToByte();
    const [size, check] = [this.bits(16), this.bits(16)];
    if ((size ^ check) !== 0xffff) throw new CodecError(`zlib: size ${size}, check ${check}`);
    this.alignToByte();
    this.room(size);
    if (this.place + size > this.data.length) throw new CodecError("zlib: the stream has no end");
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
    const all = this.lengths(codeOf(lengths), literals + distances);
    this.coded(codeOf(all.subarray(0, literals)), codeOf(all.subarray(literals)));
  }

  /**
   * Read the lengths of codes.
   * @param {Uint16Array} code
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
   * @param {Uint16Array} literals
   * @param {Uint16Array} distances
   */
  coded(literals, distances) {
    const { out } = this;
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < END) {
        if (this.at === out.length) this.room(1);
        out[this.at++] = symbol;
        continue;
      }
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

  /** @param {number} count bytes that come */
  room(count) {
    const left = this.out.length - this.at;
    if (count > left) throw new CodecError(`zlib: ${count} bytes, room for ${left}`);
  }
}

/**
 * Return a table by the next 15 bits: the symbol in the high bits, the length of its code in the
 * low four, 0 for none.
 * @param {Uint8Array} lengths
 */
function codeOf(lengths) {
  const code = new Uint16Array(1 << MOST_BITS);
  const counts = new Uint16Array(MOST_BITS + 1);
  for (const length of lengths) if (length > 0) counts[length] += 1;
  const next = new Uint32Array(MOST_BITS + 1);
  for (let length = 1; length <= MOST_BITS; length += 1) {
    next[length] = (next[length - 1] + counts[length - 1]) << 1;
    if (next[length] + counts[length] > 1 << length) {
      throw new CodecError(`zlib: too many codes of ${length} bits`);
    }
  }
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol];
    if (length === 0) continue;
    const first = reversed(next[length]++, length);
    for (let bits = first; bits < code.length; bits += 1 << length) {
      code[bits] = (symbol << 4) | length;
    }
  }
  return code;
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
