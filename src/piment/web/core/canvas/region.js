/** Where a command draws: box, clip and mask (wire.md 19.3, 19.5). */

import { MaskFlags } from "../protocol/draw.js";
import { DrawError } from "./error.js";
import { formOf } from "./format.js";
import { Spans, intersection } from "./spans.js";

/** @typedef {import("./types.js").Rect} Rect */
/** @typedef {import("./types.js").Surface} Surface */

/** Rectangles told as damage; of more, only their bounds: whoever merges them is slower then. */
const MOST_DAMAGE_RECTS = 32;

/**
 * Return the pixels of `surface` inside a box and a clip.
 * @param {Surface} surface
 * @param {Rect} box
 * @param {null | readonly Rect[]} clip
 */
export function clipped(surface, box, clip) {
  return Spans.inside(intersection(box, areaOf(surface)), clip);
}

/**
 * Return the pixels that a command without mask may change.
 * @param {Surface} surface
 * @param {import("./types.js").Base} command
 */
export function region(surface, { box, clip }) {
  return clipped(surface, box, clip);
}

/**
 * Return the pixels that a command with a mask may change.
 *
 * Throws a `DrawError` when what should be a mask has not one bit a pixel.
 * @param {Surface} surface
 * @param {import("./types.js").Base & { mask: import("./types.js").Mask }} command
 */
export function masked(surface, command) {
  const spans = region(surface, command);
  const { flags, pos, bitmap } = command.mask;
  if (bitmap === null) return spans;
  const { depth } = formOf(bitmap.format);
  if (depth !== 1) throw new DrawError(`a mask has 1 bit a pixel, not ${depth}`);
  const [left, top] = [command.box.left - pos.x, command.box.top - pos.y];
  return spans.masked(bitmap, left, top, (flags & MaskFlags.INVERS) !== 0);
}

/**
 * Return a few rectangles that hold all pixels.
 * @param {Spans} spans
 */
export function damage(spans) {
  return spans.rects(MOST_DAMAGE_RECTS);
}

/**
 * Return where something lies whose corner is at (left, top).
 * @param {{ width: number, height: number }} sized
 * @param {number} [left]
 * @param {number} [top]
 * @returns {Rect}
 */
export function areaOf({ width, height }, left = 0, top = 0) {
  return { left, top, right: left + width, bottom: top + height };
}
