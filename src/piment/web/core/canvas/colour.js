/** Arithmetic of premultiplied colours 0xAARRGGBB, all four channels at once (wire.md 19.8). */

const EVEN = 0x00ff00ff;
const HALVES = 0x00800080;

/**
 * Return a * b / 255, rounded.
 * @param {number} a
 * @param {number} b
 */
export function mul(a, b) {
  const t = a * b + 128;
  return (t + (t >> 8)) >> 8;
}

/**
 * Return all four channels of a pixel times `b` / 255, each rounded as `mul` does.
 * @param {number} pixel
 * @param {number} b
 */
export function mul4(pixel, b) {
  const low = (Math.imul(pixel & EVEN, b) + HALVES) | 0;
  const high = (Math.imul((pixel >>> 8) & EVEN, b) + HALVES) | 0;
  const even = ((low + ((low >>> 8) & EVEN)) >>> 8) & EVEN;
  return even | ((high + ((high >>> 8) & EVEN)) & ~EVEN);
}

/**
 * Return the sum of all four channels, each at most 255.
 * @param {number} a
 * @param {number} b
 */
export function add4(a, b) {
  const low = (a & EVEN) + (b & EVEN);
  const high = ((a >>> 8) & EVEN) + ((b >>> 8) & EVEN);
  return full(low) | (full(high) << 8);
}

/** @param {number} sum of two channels, nine bits each */
function full(sum) {
  return (sum | (((sum >>> 8) & 0x00010001) * 0xff)) & EVEN;
}

/**
 * Return premultiplied `s` over `d`.
 * @param {number} s
 * @param {number} d
 */
export function over(s, d) {
  if (s === 0) return d;
  if (s >>> 24 === 255) return s;
  return add4(s, mul4(d, 255 - (s >>> 24)));
}

/**
 * Return the products of four channels with those of another pixel, each rounded as `mul` does.
 * @param {number} pixel
 * @param {number} other
 */
export function mulEach(pixel, other) {
  return (
    mul(pixel & 255, other & 255) |
    (mul((pixel >>> 8) & 255, (other >>> 8) & 255) << 8) |
    (mul((pixel >>> 16) & 255, (other >>> 16) & 255) << 16) |
    (mul(pixel >>> 24, other >>> 24) << 24)
  );
}

/**
 * Return a pixel whose four channels are one value.
 * @param {number} channel
 */
export function replicated(channel) {
  return Math.imul(channel, 0x01010101);
}
