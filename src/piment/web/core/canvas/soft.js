/** The operators of compositing that look at one channel, in floats (wire.md 19.10). */

import { UNIT, fromUnit, sides, union } from "./unit.js";

const f = Math.fround;

/** @typedef {import("./operator.js").Operator} Operator */
/** @typedef {import("./unit.js").Mode} Mode */

/** @type {[number, Operator][]} */
export const SOFT_OPERATORS = [
  [13, byChannel(saturate, saturate)],
  [0x35, byChannel(mixed(dodge), union)],
  [0x36, byChannel(mixed(burn), union)],
  [0x38, byChannel(mixed(softLight), union)],
];

/**
 * Return the operator that does the same with each colour, and something else with alpha.
 * @param {Mode} colour
 * @param {Mode} alpha
 * @returns {Operator}
 */
function byChannel(colour, alpha) {
  /** @type {(mode: Mode, shift: number, s: number, m: number, d: number) => number} */
  const channel = (mode, shift, s, m, d) => {
    const part = UNIT[(m >>> shift) & 255];
    const own = f(UNIT[(s >>> shift) & 255] * part);
    const value = mode(own, f(UNIT[s >>> 24] * part), UNIT[(d >>> shift) & 255], UNIT[d >>> 24]);
    return fromUnit(value) << shift;
  };
  return (s, m, d) =>
    channel(alpha, 24, s, m, d) |
    channel(colour, 16, s, m, d) |
    channel(colour, 8, s, m, d) |
    channel(colour, 0, s, m, d);
}

/**
 * Return what of both sides lies outside the other, and what a mode makes of both.
 * @param {Mode} mode
 * @returns {Mode}
 */
function mixed(mode) {
  return (s, sa, d, da) => f(sides(s, sa, d, da) + mode(s, sa, d, da));
}

/** @type {Mode} */
function saturate(s, sa, d, da) {
  const room = sa === 0 ? 1 : Math.max(0, Math.min(1, f(f(1 - da) / sa)));
  return Math.min(1, f(f(s * room) + d));
}

/** @type {Mode} */
function dodge(s, sa, d, da) {
  if (d === 0) return 0;
  if (f(d * sa) >= f(f(sa * da) - f(s * da)) || sa === s) return f(sa * da);
  return f(f(f(sa * sa) * d) / f(sa - s));
}

/** @type {Mode} */
function burn(s, sa, d, da) {
  if (d >= da) return f(sa * da);
  const missing = f(sa * f(da - d));
  if (missing >= f(s * da) || s === 0) return 0;
  return f(sa * f(da - f(missing / s)));
}

/** @type {Mode} */
function softLight(s, sa, d, da) {
  const twice = f(2 * s);
  const plain = f(d * sa);
  if (da === 0) return twice <= sa ? plain : 0;
  if (twice <= sa) return f(plain - f(f(f(d * f(da - d)) * f(sa - twice)) / da));
  const extra = f(twice - sa);
  if (f(4 * d) > da) return f(plain + f(f(f(Math.sqrt(f(d * da))) - d) * extra));
  const curve = f(f(f(f(f(f(16 * d) / da) - 12) * d) / da) + 3);
  return f(plain + f(f(extra * d) * curve));
}
