/** Images read through a matrix, a filter and a repeat (wire.md 19.10). */

import { modulo } from "./modulo.js";
import { FRACTION, HALF, ONE, mix, pixelAt } from "./sample.js";

/** @typedef {import("./sample.js").Deep} Deep */

/** What lies outside an image: nothing, the image again, its outermost pixels, it mirrored. */
const NONE = 0;
const NORMAL = 1;
const PAD = 2;

/** Sums beyond this are not exact in a double. */
const EXACT = 2 ** 52;

/**
 * How an image is read: the two upper rows of a matrix (16.16) from the surface to it, what is
 * added to a place on the surface before, whether neighbours are mixed, and what lies outside.
 * @typedef {{
 *   matrix: readonly number[], shift: [number, number], isSmooth: boolean, repeat: number,
 * }} Reading
 */

/** Reads an image row by row of the surface. */
export class Fetch {
  /**
   * @param {Deep} image
   * @param {number} opaque bits that are set in each of its pixels before
   * @param {Reading} reading
   */
  constructor(image, opaque, { matrix, shift, isSmooth, repeat }) {
    this.image = image;
    this.opaque = opaque;
    this.matrix = matrix;
    this.shift = shift;
    this.isSmooth = isSmooth;
    this.repeat = repeat;
  }

  /**
   * Put what lies below `count` pixels of the surface, from (x, y) on, into `out`.
   *
   * Places farther away than 2^36 pixels are rounded.
   * @param {Uint32Array} out
   * @param {number} x
   * @param {number} y
   * @param {number} count
   */
  row(out, x, y, count) {
    if (this.image.pixels.length === 0) {
      out.fill(0, 0, count);
      return;
    }
    const [a, b, c, d, e, g] = this.matrix;
    const column = this.centre(a, b, c, x, y);
    const row = this.centre(d, e, g, x, y);
    const isStraight = a === ONE && b === 0 && d === 0 && e === ONE;
    if (isStraight && !(this.isSmooth && (isBetween(column) || isBetween(row)))) {
      const back = this.isSmooth ? HALF : 1;
      this.shifted(out, Math.floor((column - back) / ONE), Math.floor((row - back) / ONE), count);
    } else if (this.isSmooth) {
      this.mixed(out, column - HALF, row - HALF, count);
    } else {
      this.nearest(out, column - 1, row - 1, count);
    }
  }

  /**
   * Return a row of the matrix times the centre of a pixel of the surface, 16.16.
   * @param {number} a
   * @param {number} b
   * @param {number} c
   * @param {number} x
   * @param {number} y
   */
  centre(a, b, c, x, y) {
    const across = (x + this.shift[0]) * ONE + HALF;
    const down = (y + this.shift[1]) * ONE + HALF;
    const [one, other] = [a * across, b * down];
    if (Math.abs(one) + Math.abs(other) < EXACT) {
      return Math.floor((one + other + c * ONE + HALF) / ONE);
    }
    const sum = BigInt(a) * BigInt(across) + BigInt(b) * BigInt(down);
    return Number((sum + (BigInt(c) << 16n) + BigInt(HALF)) >> 16n);
  }

  /**
   * @param {Uint32Array} out
   * @param {number} u
   * @param {number} v
   * @param {number} count
   */
  shifted(out, u, v, count) {
    const { pixels, width, height } = this.image;
    if (u < 0 || u + count > width || v < 0 || v >= height) {
      for (let at = 0; at < count; at += 1) out[at] = this.pixel(u + at, v);
      return;
    }
    const { opaque } = this;
    const first = v * width + u;
    for (let at = 0; at < count; at += 1) out[at] = pixels[first + at] | opaque;
  }

  /**
   * @param {Uint32Array} out
   * @param {number} x
   * @param {number} y
   * @param {number} count
   */
  nearest(out, x, y, count) {
    const [right, , , down] = this.matrix;
    for (let at = 0; at < count; at += 1) {
      out[at] = this.pixel(Math.floor(x / ONE), Math.floor(y / ONE));
      x += right;
      y += down;
    }
  }

  /**
   * @param {Uint32Array} out
   * @param {number} x
   * @param {number} y
   * @param {number} count
   */
  mixed(out, x, y, count) {
    const [right, , , down] = this.matrix;
    for (let at = 0; at < count; at += 1) {
      const u = Math.floor(x / ONE);
      const v = Math.floor(y / ONE);
      const p = this.pixel(u, v);
      const q = this.pixel(u + 1, v);
      const r = this.pixel(u, v + 1);
      const s = this.pixel(u + 1, v + 1);
      out[at] = mix(p, q, r, s, x - u * ONE, y - v * ONE);
      x += right;
      y += down;
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  pixel(x, y) {
    const { image, opaque, repeat } = this;
    const { width, height } = image;
    return pixelAt(image, opaque, placed(repeat, x, width), placed(repeat, y, height));
  }
}

/**
 * Return which pixel of a side stands for one anywhere.
 * @param {number} repeat
 * @param {number} at
 * @param {number} size
 */
export function placed(repeat, at, size) {
  switch (repeat) {
    case NONE:
      return at;
    case NORMAL:
      return modulo(at, size);
    case PAD:
      return Math.max(0, Math.min(size - 1, at));
    default: {
      const place = modulo(at, 2 * size);
      return place < size ? place : 2 * size - 1 - place;
    }
  }
}

/**
 * Whether a place is not the centre of a pixel.
 * @param {number} place
 */
function isBetween(place) {
  return modulo(place - HALF, ONE) >> FRACTION !== 0;
}
