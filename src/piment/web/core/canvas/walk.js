/** Thin lines, pixel by pixel (wire.md 19.13), cut to an area without walking to it. */

/** Products beyond this are not exact in a double. */
const EXACT = 2 ** 51;

/** @typedef {import("./types.js").Rect} Rect */

/**
 * The visible part of a line one pixel wide; its last pixel does not belong to it.
 *
 * Pixel `k` lies `k` steps along the longer side. Coordinates have at most 29 bits.
 */
export class Walk {
  /**
   * @param {number[]} line left and top of points in turn
   * @param {number} index where the point stands with which it begins; it ends at the next one
   * @param {Rect} area all that it can touch
   */
  constructor(line, index, area) {
    const [x, y] = [line[index], line[index + 1]];
    const [dx, dy] = [line[index + 2] - x, line[index + 3] - y];
    this.isSteep = Math.abs(dx) <= Math.abs(dy);
    const [along, across] = this.isSteep ? [dy, dx] : [dx, dy];
    this.start = this.isSteep ? y : x;
    this.startAside = this.isSteep ? x : y;
    this.major = Math.abs(along);
    this.minor = Math.abs(across);
    this.bias = along < 0 ? 1 : 0;
    this.sign = Math.sign(along);
    this.signAside = Math.sign(across);
    this.first = 0;
    this.last = this.major;
    this.cut(area);
  }

  /** How many pixels are visible. */
  get count() {
    return Math.max(0, this.last - this.first);
  }

  /** Length as the crow flies. */
  get length() {
    return Math.sqrt(this.major * this.major + this.minor * this.minor);
  }

  /** Steps aside before the first visible pixel, and how far the next one is: it comes at 0. */
  get beginning() {
    const { major, minor, bias, first } = this;
    const { quotient, rest } = divided(2 * minor, first, major - bias, 2 * major);
    return { aside: quotient, error: rest - 2 * major };
  }

  /** @param {Rect} area */
  cut({ left, top, right, bottom }) {
    const { start, startAside, sign, signAside, isSteep } = this;
    const [low, high, lowAside, highAside] = isSteep
      ? [top, bottom, left, right]
      : [left, right, top, bottom];
    const [from, to] = stepsInside(start, sign, low, high);
    const [fromAside, toAside] = stepsInside(startAside, signAside, lowAside, highAside);
    this.first = Math.max(0, from, this.firstWith(fromAside));
    this.last = Math.min(this.major, to, this.firstWith(toAside));
  }

  /**
   * Return the first pixel that comes after so many steps aside.
   * @param {number} aside
   */
  firstWith(aside) {
    const { major, minor, bias } = this;
    if (aside <= 0) return 0;
    if (aside > minor) return major; // the line ends before
    return divided(2 * major, aside, bias - major + 2 * minor - 1, 2 * minor).quotient;
  }
}

/**
 * Return the steps from `start` in direction `sign` that end inside, as a half-open range.
 * @param {number} start
 * @param {number} sign
 * @param {number} low
 * @param {number} high
 */
function stepsInside(start, sign, low, high) {
  if (sign > 0) return [low - start, high - start];
  if (sign < 0) return [start - high + 1, start - low + 1];
  return [0, low <= start && start < high ? Infinity : 0];
}

/**
 * Return a * b + c, which is not negative, divided by d.
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 */
function divided(a, b, c, d) {
  if (a * b < EXACT) {
    const sum = a * b + c;
    return { quotient: Math.floor(sum / d), rest: sum % d };
  }
  const sum = BigInt(a) * BigInt(b) + BigInt(c);
  return { quotient: Number(sum / BigInt(d)), rest: Number(sum % BigInt(d)) };
}
