/** Scaling, and samples between pixels (wire.md 19.6). */

/** @typedef {import("./types.js").Words} Words */

/** A pixel, and half of one, in 16.16 fixed point. */
export const ONE = 65536;
export const HALF = 32768;

/** Bits of a fraction, of 16, that do not count between pixels. */
export const FRACTION = 9;

/** Sums beyond this are not exact in a double; a pixel of an image is never that far away. */
const FAR = 2 ** 52;

/**
 * Which part of a scaled image is wanted, across or down: it is scaled by steps of `step` source
 * pixels (16.16) a pixel, pixel 0 begins at source pixel `start`, and wanted are `count` pixels
 * from `first` on.
 * @typedef {{ step: number, start: number, first: number, count: number }} Window
 */

/** @typedef {{ pixels: Uint32Array, width: number, height: number }} Deep */

/**
 * Return where the centres of the wanted pixels lie in the source, 16.16.
 * @param {Window} window
 */
function centres({ step, start, first, count }) {
  const places = new Float64Array(count);
  const isExact = step * (2 * (Math.abs(first) + count) + 1) < FAR;
  for (let index = 0; index < count; index += 1) {
    const twice = 2 * (first + index) + 1;
    places[index] = isExact
      ? Math.floor((step * twice + 1) / 2) + start * ONE
      : clamped(((BigInt(step) * BigInt(twice) + 1n) >> 1n) + (BigInt(start) << 16n));
  }
  return places;
}

/** @param {bigint} place */
function clamped(place) {
  return Math.max(-FAR, Math.min(FAR, Number(place)));
}

/**
 * Return a part of a scaled image, each pixel that of the source where its centre lies; 0 outside.
 * @template {Words} W
 * @param {{ pixels: W, width: number, height: number }} image
 * @param {number} opaque bits that are set in each pixel of the source before
 * @param {Window} across
 * @param {Window} down
 * @returns {W}
 */
export function nearest({ pixels, width, height }, opaque, across, down) {
  const columns = centres(across).map((x) => Math.floor((x - 1) / ONE));
  const rows = centres(down);
  const Kind = /** @type {new (count: number) => W} */ (pixels.constructor);
  const out = new Kind(columns.length * rows.length);
  let at = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const y = Math.floor((rows[index] - 1) / ONE);
    if (y < 0 || y >= height) {
      at += columns.length;
      continue;
    }
    for (let column = 0; column < columns.length; column += 1, at += 1) {
      const x = columns[column];
      if (x >= 0 && x < width) out[at] = pixels[y * width + x] | opaque;
    }
  }
  return out;
}

/**
 * Return a part of a scaled image, each pixel mixed of the four of the source around its centre;
 * outside the source there is 0.
 * @param {Deep} image 0xAARRGGBB
 * @param {number} opaque bits that are set in each pixel of the source before
 * @param {Window} across
 * @param {Window} down
 */
export function bilinear(image, opaque, across, down) {
  const [columns, rows] = [centres(across), centres(down)];
  const out = new Uint32Array(columns.length * rows.length);
  let at = 0;
  for (let row = 0; row < rows.length; row += 1) {
    const y = rows[row] - HALF;
    for (let column = 0; column < columns.length; column += 1, at += 1) {
      out[at] = smooth(image, opaque, columns[column] - HALF, y);
    }
  }
  return out;
}

/**
 * Return what an image is at a place, mixed of four neighbours; 0 outside.
 * @param {Deep} image
 * @param {number} opaque
 * @param {number} x 16.16; at 0 the first pixel is alone
 * @param {number} y
 */
function smooth(image, opaque, x, y) {
  const u = Math.floor(x / ONE);
  const v = Math.floor(y / ONE);
  const p = pixelAt(image, opaque, u, v);
  const q = pixelAt(image, opaque, u + 1, v);
  const r = pixelAt(image, opaque, u, v + 1);
  const s = pixelAt(image, opaque, u + 1, v + 1);
  return mix(p, q, r, s, x - u * ONE, y - v * ONE);
}

/**
 * Return a pixel with the bits of `opaque` set; 0 outside.
 * @param {Deep} image
 * @param {number} opaque
 * @param {number} x
 * @param {number} y
 */
export function pixelAt({ pixels, width, height }, opaque, x, y) {
  const isInside = x >= 0 && x < width && y >= 0 && y < height;
  return isInside ? pixels[y * width + x] | opaque : 0;
}

const EVEN = 0x00ff00ff;

/**
 * Return four neighbours mixed by how far the place lies right and down of p.
 *
 * Two channels at a time, 16 bits apart: across, a sum has 15 bits; down it has 22.
 * @param {number} p
 * @param {number} q right of p
 * @param {number} r below p
 * @param {number} s below q
 * @param {number} x of 65536
 * @param {number} y
 */
export function mix(p, q, r, s, x, y) {
  const a = x >> FRACTION;
  const b = y >> FRACTION;
  const c = 128 - a;
  const above = (p & EVEN) * c + (q & EVEN) * a;
  const below = (r & EVEN) * c + (s & EVEN) * a;
  const highAbove = ((p >>> 8) & EVEN) * c + ((q >>> 8) & EVEN) * a;
  const highBelow = ((r >>> 8) & EVEN) * c + ((s >>> 8) & EVEN) * a;
  return mixDown(above, below, b) | (mixDown(highAbove, highBelow, b) << 8);
}

/**
 * @param {number} above
 * @param {number} below
 * @param {number} b
 */
function mixDown(above, below, b) {
  const low = (above & 0xffff) * (128 - b) + (below & 0xffff) * b;
  const high = (above >>> 16) * (128 - b) + (below >>> 16) * b;
  return (low >>> 14) | ((high >>> 14) << 16);
}
