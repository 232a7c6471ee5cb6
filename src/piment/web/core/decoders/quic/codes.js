/** The code families of QUIC (codecs.md 1.2), as tables by the number of a code. */

const LIMIT = 26; // bits of the longest code

/** Codes that a family has room for; it has one for each bit of a component. */
export const MOST_CODES = 8;

/** Bits of codes that are found in a table; longer ones are rare. */
export const SHORT = 12;
/** Bits of a word behind those. */
export const REST = 32 - SHORT;

/** Limited-length Golomb-Rice codes of components of `bits` bits. */
export class Family {
  /** @param {number} bits */
  constructor(bits) {
    this.bits = bits;
    this.mask = (1 << bits) - 1;
    /** Next bits up to this are an escape. */
    this.threshold = new Uint32Array(MOST_CODES);
    /** The first value that an escape stands for. */
    this.escaped = new Uint32Array(MOST_CODES);
    /** Bits of an escape, its value included. */
    this.escapeBits = new Uint32Array(MOST_CODES);
    /** Mask of the value of an escape. */
    this.escapeMask = new Uint32Array(MOST_CODES);
    /** Bits that value `v` takes in code `l`, at 8 v + l. */
    this.lengths = new Uint8Array(MOST_CODES << bits);
    /** What is added to a prediction, by the folded residual (codecs.md 1.3). */
    this.unfolded = Uint8Array.from({ length: 1 << bits }, (_, value) =>
      value & 1 ? this.mask - (value >> 1) : value >> 1,
    );
    /** Symbols by code and the next bits; 0 where more bits are needed. */
    this.symbols = new Uint16Array(MOST_CODES << SHORT);
    for (let code = 0; code < bits; code += 1) this.#add(code);
  }

  /** @param {number} code */
  #add(code) {
    const prefix = Math.min(LIMIT - this.bits, 2 ** (this.bits - code) - 1);
    const escaped = prefix << code;
    const suffix = Math.ceil(Math.log2(2 ** this.bits - escaped));
    this.threshold[code] = 2 ** (32 - prefix) - 1;
    this.escaped[code] = escaped;
    this.escapeBits[code] = prefix + suffix;
    this.escapeMask[code] = 2 ** suffix - 1;
    for (let value = 0; value <= this.mask; value += 1) {
      const length = value < escaped ? (value >> code) + code + 1 : prefix + suffix;
      this.lengths[MOST_CODES * value + code] = length;
    }
    for (let bits = 0; bits < 1 << SHORT; bits += 1) {
      const symbol = longSymbol(this, code, bits << REST);
      if (symbol >>> 8 <= SHORT) this.symbols[(code << SHORT) | bits] = symbol;
    }
  }
}

/**
 * Return the value that a code has for the next 32 bits, and the bits that it takes times 256.
 * @param {Family} family
 * @param {number} code
 * @param {number} next
 */
export function longSymbol(family, code, next) {
  const bits = next >>> 0;
  if (bits > family.threshold[code]) {
    const zeros = Math.clz32(bits);
    const length = zeros + 1 + code;
    const low = (bits >>> (32 - length)) & ((1 << code) - 1);
    return (((zeros << code) | low) & family.mask) | (length << 8);
  }
  const length = family.escapeBits[code];
  const value = family.escaped[code] + ((bits >>> (32 - length)) & family.escapeMask[code]);
  return (value & family.mask) | (length << 8);
}

/** Families by the bits of a component. */
export const FAMILIES = Object.freeze({ 5: new Family(5), 8: new Family(8) });
