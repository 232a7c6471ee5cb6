/** Paths as lines from pixel to pixel (wire.md 19.13). */

import { PathFlags } from "../protocol/draw.js";
import { flatten, pixelOf } from "./curve.js";

/** @typedef {import("../protocol/common.js").PointFix} PointFix */

const CURVE = 3; // points of a Bezier curve besides its start

/** Most points that the curves of a path become: about two seconds. */
const MOST_CURVE_POINTS = 1 << 18;

/**
 * Return the lines of a path, each left and top of its points in turn, its curves cut into lines.
 *
 * Throws a `DrawError` when there are too many.
 * @param {import("../protocol/draw.js").Path} path
 */
export function linesOf({ segments }) {
  /** @type {number[][]} */
  const lines = [[]];
  let left = MOST_CURVE_POINTS;
  for (const { flags, points } of segments) {
    if (flags & PathFlags.BEGIN) lines.push([]);
    const line = lines[lines.length - 1];
    left -= append(line, points, (flags & PathFlags.BEZIER) !== 0, left);
    if ((flags & PathFlags.END) === 0) continue;
    if (flags & PathFlags.CLOSE && line.length > 0) line.push(line[0], line[1]);
    lines.push([]);
  }
  return lines;
}

/**
 * Add points to a line, which begins with the first one if it has none; returns how many curves
 * became.
 * @param {number[]} line
 * @param {PointFix[]} points
 * @param {boolean} isCurved
 * @param {number} most points of curves
 */
function append(line, points, isCurved, most) {
  const first = line.length === 0 ? 1 : 0;
  const straight = isCurved ? Math.min(first, points.length) : points.length;
  for (let at = 0; at < straight; at += 1) line.push(pixelOf(points[at].x), pixelOf(points[at].y));
  let count = 0;
  for (let at = straight; at + CURVE <= points.length; at += CURVE) {
    const [one, other, end] = points.slice(at, at + CURVE);
    count += flatten(line, one, other, end, most - count);
  }
  return count;
}
