/** Brushes as tiles that repeat over the surface (wire.md 19.4). */

import { formOf } from "./format.js";
import { drawable } from "./image.js";

/** @typedef {import("./raster.js").Placed} Placed */
/** @typedef {import("./types.js").Surface} Surface */

/**
 * Return a brush of one pixel value, cut to the surface's depth.
 * @param {Surface} surface
 * @param {number} color
 * @returns {Placed}
 */
export function solid(surface, color) {
  const { words, ones } = formOf(surface.format);
  return { pixels: words(1).fill(color & ones), width: 1, height: 1, left: 0, top: 0 };
}

/**
 * Return a brush as pixels of `surface`; no brush is one of zeros.
 *
 * Throws a `DrawError` when the pattern is a surface of another depth.
 * @param {Surface} surface
 * @param {import("./types.js").Brush} brush
 * @returns {Placed}
 */
export function tile(surface, brush) {
  if (brush === null) return solid(surface, 0);
  if ("color" in brush) return solid(surface, brush.color);
  const { pixels, width, height } = drawable(surface, brush.pat);
  return { pixels, width, height, left: brush.pos.x, top: brush.pos.y };
}
