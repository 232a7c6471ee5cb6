/** Fills (wire.md 19.4, 19.11). */

import { solid, tile } from "./brush.js";
import { formOf } from "./format.js";
import { fill } from "./raster.js";
import { masked } from "./region.js";
import { BRUSH_ON_SURFACE, COPY, INVERT, codeOf } from "./rop.js";

/** @typedef {import("./types.js").Plain} Plain */
/** @typedef {import("./types.js").Surface} Surface */

/**
 * Fill with a brush.
 * @param {Surface} surface
 * @param {import("./types.js").Fill} command
 */
export function drawFill(surface, command) {
  const spans = masked(surface, command);
  fill(surface, spans, tile(surface, command.brush), codeOf(command.ropd, BRUSH_ON_SURFACE));
  return spans;
}

/**
 * Fill with zeros.
 * @param {Surface} surface
 * @param {Plain} command
 */
export function drawBlackness(surface, command) {
  const spans = masked(surface, command);
  fill(surface, spans, solid(surface, 0), COPY);
  return spans;
}

/**
 * Fill with ones, the undefined bits too.
 * @param {Surface} surface
 * @param {Plain} command
 */
export function drawWhiteness(surface, command) {
  const spans = masked(surface, command);
  fill(surface, spans, solid(surface, formOf(surface.format).ones), COPY);
  return spans;
}

/**
 * Invert every bit of what is there.
 * @param {Surface} surface
 * @param {Plain} command
 */
export function drawInvers(surface, command) {
  const spans = masked(surface, command);
  fill(surface, spans, solid(surface, 0), INVERT);
  return spans;
}
