/** Curves as lines (wire.md 19.13). */

import { DrawError } from "./error.js";

/** @typedef {{ x: number, y: number }} Point */

/** Sides up to here, in sixteenths of a pixel, give products that are exact in a double. */
const EXACT = 1 << 14;

/**
 * Start, two control points and end of a curve, in sixteenths of a pixel: x and y in turn.
 * @typedef {number[]} Curve
 */

/**
 * Append a curve to a line that is not empty: the points (in pixels) between which it is flat.
 *
 * Returns how many; throws a `DrawError` when that is more than `most`.
 * @param {number[]} line
 * @param {Point} one
 * @param {Point} other
 * @param {Point} end
 * @param {number} most
 */
export function flatten(line, one, other, end, most) {
  const [x, y] = line.slice(-2);
  /** @type {Curve[]} */
  const pending = [[x * 16, y * 16, one.x, one.y, other.x, other.y, end.x, end.y]];
  const before = line.length;
  for (let curve = pending.pop(); curve !== undefined; curve = pending.pop()) {
    const [first, second] = split(curve);
    // What is as small as a sixteenth of a pixel does not get smaller by being split.
    if (isFlat(curve) || isSame(curve, first) || isSame(curve, second)) {
      if (line.length - before >= 2 * most) throw new DrawError("the path is too long to be drawn");
      line.push(pixelOf(curve[6]), pixelOf(curve[7]));
    } else {
      pending.push(second, first);
    }
  }
  return (line.length - before) / 2;
}

/**
 * Return sixteenths of a pixel as pixels; a half rounds down.
 * @param {number} sixteenths
 */
export function pixelOf(sixteenths) {
  return Math.floor(sixteenths / 16) + ((sixteenths & 15) > 8 ? 1 : 0);
}

/**
 * @param {Curve} curve
 * @returns {[Curve, Curve]}
 */
function split([ax, ay, bx, by, cx, cy, dx, dy]) {
  const [abx, aby] = [half(ax, bx), half(ay, by)];
  const [bcx, bcy] = [half(bx, cx), half(by, cy)];
  const [cdx, cdy] = [half(cx, dx), half(cy, dy)];
  const [abcx, abcy] = [half(abx, bcx), half(aby, bcy)];
  const [bcdx, bcdy] = [half(bcx, cdx), half(bcy, cdy)];
  const [x, y] = [half(abcx, bcdx), half(abcy, bcdy)];
  return [
    [ax, ay, abx, aby, abcx, abcy, x, y],
    [x, y, bcdx, bcdy, cdx, cdy, dx, dy],
  ];
}

/**
 * @param {number} one
 * @param {number} other
 */
function half(one, other) {
  return Math.trunc((one + other) / 2);
}

/** @param {Curve} curve */
function isFlat([ax, ay, bx, by, cx, cy, dx, dy]) {
  return isNear(bx - ax, by - ay, dx - ax, dy - ay) && isNear(cx - dx, cy - dy, ax - dx, ay - dy);
}

/**
 * Whether a control point is near the chord, both seen from the same end.
 * @param {number} cx
 * @param {number} cy
 * @param {number} ex
 * @param {number} ey
 */
function isNear(cx, cy, ex, ey) {
  if (Math.max(Math.abs(cx), Math.abs(cy), Math.abs(ex), Math.abs(ey)) > EXACT) {
    return isNearFar(...[cx, cy, ex, ey].map(BigInt));
  }
  const control = Math.floor((cx * cx + cy * cy) / 16);
  const chord = Math.floor((ex * ex + ey * ey) / 16);
  const both = Math.floor((cx * ex + cy * ey) / 16);
  return Math.floor((control * chord - both * both) / 8) < chord;
}

/**
 * @param {bigint[]} sides
 */
function isNearFar(...[cx, cy, ex, ey]) {
  const control = (cx * cx + cy * cy) >> 4n;
  const chord = (ex * ex + ey * ey) >> 4n;
  const both = (cx * ex + cy * ey) >> 4n;
  return (control * chord - both * both) >> 3n < chord;
}

/**
 * @param {Curve} one
 * @param {Curve} other
 */
function isSame(one, other) {
  return one.every((value, index) => value === other[index]);
}
