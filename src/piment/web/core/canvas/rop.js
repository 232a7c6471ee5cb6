/** Raster operations as truth tables (wire.md 19.3, 19.9). */

import { Ropd } from "../protocol/draw.js";

/** The code of the operation whose result is the source. */
export const COPY = 0b1100;
/** The code of the operation whose result is what the destination was not. */
export const INVERT = 0b0101;

/** Which flags of a descriptor invert a command's source and its destination. */
export const BRUSH_ON_SURFACE = { source: Ropd.INVERS_BRUSH, destination: Ropd.INVERS_DEST };
export const IMAGE_ON_SURFACE = { source: Ropd.INVERS_SRC, destination: Ropd.INVERS_DEST };
export const BRUSH_ON_IMAGE = { source: Ropd.INVERS_BRUSH, destination: Ropd.INVERS_SRC };

/** The first flag that is set decides. */
const COMBINED = [
  [Ropd.OP_PUT, COPY],
  [Ropd.OP_OR, 0b1110],
  [Ropd.OP_AND, 0b1000],
  [Ropd.OP_XOR, 0b0110],
];
const FIXED = [
  [Ropd.OP_BLACKNESS, 0b0000],
  [Ropd.OP_WHITENESS, 0b1111],
  [Ropd.OP_INVERS, INVERT],
];

/**
 * Return what a descriptor makes of a source and a destination bit: bit 2 * s + d of a number.
 * @param {number} ropd
 * @param {{ source: number, destination: number }} operands
 */
export function codeOf(ropd, { source, destination }) {
  const found = COMBINED.find(([flag]) => ropd & flag);
  if (found === undefined) return FIXED.find(([flag]) => ropd & flag)?.[1] ?? COPY;
  let [, code] = found;
  if (ropd & source) code = (code >> 2) | ((code & 3) << 2);
  if (ropd & destination) code = ((code >> 1) & 5) | ((code & 5) << 1);
  return ropd & Ropd.INVERS_RES ? code ^ 15 : code;
}

/** What is done with source s and destination d: `none ^ s & ofS ^ d & ofD ^ s & d & ofBoth`. */
export class Terms {
  /**
   * @param {number} none
   * @param {number} ofS
   * @param {number} ofD
   * @param {number} ofBoth
   * @param {boolean} isCopy whether the result is s
   */
  constructor(none, ofS, ofD, ofBoth, isCopy) {
    this.none = none;
    this.ofS = ofS;
    this.ofD = ofD;
    this.ofBoth = ofBoth;
    this.isCopy = isCopy;
  }

  /**
   * Return the terms of a code, for pixels with the bits `ones`.
   * @param {number} code
   * @param {number} ones
   */
  static of(code, ones) {
    const [neither, onlyD, onlyS, both] = [0, 1, 2, 3].map((bit) => (code >> bit) & 1 && ones);
    const [ofS, ofD] = [neither ^ onlyS, neither ^ onlyD];
    return new Terms(neither, ofS, ofD, ofS ^ onlyD ^ both, code === COPY);
  }

  /**
   * Return these where the bits of `pixel` are zero, and `others` where they are one.
   * @param {Terms} others
   * @param {number} pixel
   */
  mixed(others, pixel) {
    return new Terms(
      this.none ^ (pixel & (this.none ^ others.none)),
      this.ofS ^ (pixel & (this.ofS ^ others.ofS)),
      this.ofD ^ (pixel & (this.ofD ^ others.ofD)),
      this.ofBoth ^ (pixel & (this.ofBoth ^ others.ofBoth)),
      this.isCopy && others.isCopy,
    );
  }
}
