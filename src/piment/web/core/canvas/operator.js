/**
 * How two premultiplied pixels become one (wire.md 19.10), where the formula is in integers.
 *
 * An operator takes the source, how much of each of its channels there is (a pixel), and the
 * destination; all are 0xAARRGGBB.
 */

import { add4, mul, mul4, mulEach, replicated } from "./colour.js";
import { HSL_OPERATORS } from "./hsl.js";
import { SOFT_OPERATORS } from "./soft.js";

/** @typedef {(s: number, m: number, d: number) => number} Operator */

/**
 * How much of a side goes into the result, of the alpha of the other: `flip ^ alpha & take`.
 * @typedef {{ flip: number, take: number }} Factor
 */

const ZERO = { flip: 0, take: 0 };
const ALL = { flip: -1, take: 0 };
const ALPHA = { flip: 0, take: -1 };
const WITHOUT = { flip: -1, take: -1 };

/** The operators 0 to 12, as parts of source and destination. */
const PARTS = [
  [ZERO, ZERO],
  [ALL, ZERO],
  [ZERO, ALL],
  [ALL, WITHOUT],
  [WITHOUT, ALL],
  [ALPHA, ZERO],
  [ZERO, ALPHA],
  [WITHOUT, ZERO],
  [ZERO, WITHOUT],
  [ALPHA, WITHOUT],
  [WITHOUT, ALPHA],
  [WITHOUT, WITHOUT],
  [ALL, ALL],
];

/** @typedef {(s: number, sa: number, d: number, da: number) => number} Mode */

/** @type {Mode} */
const lit = (s, sa, d, da) => sa * da - 2 * (da - d) * (sa - s);

/** Blend modes by their number. @type {[number, Mode][]} */
const MODES = [
  [0x31, (s, sa, d, da) => s * da + d * sa - s * d],
  [0x32, (s, sa, d, da) => (2 * d < da ? 2 * s * d : lit(s, sa, d, da))],
  [0x33, (s, sa, d, da) => Math.min(s * da, d * sa)],
  [0x34, (s, sa, d, da) => Math.max(s * da, d * sa)],
  [0x37, (s, sa, d, da) => (2 * s < sa ? 2 * s * d : lit(s, sa, d, da))],
  [0x39, (s, sa, d, da) => Math.abs(s * da - d * sa)],
  [0x3a, (s, sa, d, da) => s * da + d * sa - 2 * s * d],
];

/** All operators by their number. @type {Map<number, Operator>} */
export const OPERATORS = new Map([
  ...PARTS.map(([ofS, ofD], number) => /** @type {const} */ ([number, parts(ofS, ofD)])),
  [0x30, multiply],
  ...MODES.map(([number, mode]) => /** @type {const} */ ([number, blended(mode)])),
  ...SOFT_OPERATORS,
  ...HSL_OPERATORS,
]);

/**
 * @param {Factor} ofS
 * @param {Factor} ofD
 * @returns {Operator}
 */
function parts(ofS, ofD) {
  return (s, m, d) => {
    const alphas = mulEach(replicated(s >>> 24), m);
    const source = mul4(mulEach(s, m), (ofS.flip ^ ((d >>> 24) & ofS.take)) & 255);
    return add4(source, mulEach(d, ofD.flip ^ (alphas & ofD.take)));
  };
}

/** @type {Operator} */
function multiply(s, m, d) {
  const source = mulEach(s, m);
  const without = ~mulEach(replicated(s >>> 24), m);
  const outside = add4(mul4(source, 255 - (d >>> 24)), mulEach(d, without));
  return add4(outside, mulEach(source, d));
}

/**
 * @param {Mode} mode
 * @returns {Operator}
 */
function blended(mode) {
  /** @type {(shift: number, s: number, m: number, d: number) => number} */
  const channel = (shift, s, m, d) => {
    const part = (m >>> shift) & 255;
    const own = mul((s >>> shift) & 255, part);
    const alpha = mul(s >>> 24, part);
    const under = (d >>> shift) & 255;
    const underAlpha = d >>> 24;
    const sides = (255 - alpha) * under + (255 - underAlpha) * own;
    return rounded(sides + mode(own, alpha, under, underAlpha)) << shift;
  };
  return (s, m, d) => {
    const alpha = mul(s >>> 24, m >>> 24);
    const under = d >>> 24;
    const both = rounded(255 * (alpha + under) - alpha * under) << 24;
    return both | channel(16, s, m, d) | channel(8, s, m, d) | channel(0, s, m, d);
  };
}

/**
 * Return value / 255, rounded.
 * @param {number} value
 */
function rounded(value) {
  const x = Math.max(0, Math.min(65025, value)) + 128;
  return (x + (x >> 8)) >> 8;
}
