/**
 * Channels as parts of one (wire.md 19.10).
 *
 * Floats have 32 bits, and each step is rounded to them: so the results are the same everywhere.
 * Nothing is rounded to bytes before the end, not even after the mask.
 */

/** @typedef {(s: number, sa: number, d: number, da: number) => number} Mode */

const f = Math.fround;

/** The part of each byte. */
export const UNIT = Float32Array.from({ length: 256 }, (_, channel) => channel * f(1 / 255));

/**
 * Return a part as a byte.
 * @param {number} value
 */
export function fromUnit(value) {
  return Math.max(0, Math.min(255, Math.floor(value * 256)));
}

/** Alpha of both together. @type {Mode} */
export function union(s, sa, d, da) {
  return f(f(sa + da) - f(sa * da));
}

/** What of both sides lies outside the other. @type {Mode} */
export function sides(s, sa, d, da) {
  return f(f(f(1 - sa) * d) + f(f(1 - da) * s));
}
