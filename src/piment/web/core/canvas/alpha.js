/** Alpha blending (wire.md 19.8). */

import { AlphaFlags } from "../protocol/draw.js";
import { SurfaceFmt } from "../protocol/display.js";
import { ImageScaleMode } from "../protocol/image.js";
import { alphaBlend } from "./blend.js";
import { OPAQUE } from "./format.js";
import { asData, deepened, native } from "./image.js";
import { areaOf, region } from "./region.js";
import { place, scale } from "./scale.js";
import { Spans, intersection, isEmpty } from "./spans.js";

/** @typedef {import("./types.js").Surface} Surface */

const { FMT_32_xRGB } = SurfaceFmt;
const { NEAREST } = ImageScaleMode;

/**
 * Put an image over what is there, as translucent as it and the command are.
 * @param {Surface} surface
 * @param {import("./types.js").Blend} command
 */
export function drawAlphaBlend(surface, command) {
  const { box, src_area: area, alpha, alpha_flags: flags } = command;
  const spans = region(surface, command);
  const image = withAlpha(deepened(native(surface, command.src_bitmap)), flags);
  const part = spans.bounds();
  if (part === null || alpha === 0) return new Spans();
  const placed = place(image, area, box, part, (...what) => scale(...what, NEAREST));
  // What was scaled is opaque already, and nothing outside the image.
  const isOpaque = image.format === FMT_32_xRGB && placed.pixels === image.pixels;
  alphaBlend(surface, spans, placed, isOpaque ? OPAQUE : 0, alpha);
  if ((flags & AlphaFlags.DEST_HAS_ALPHA) === 0) clearPad(surface, box);
  return spans;
}

/**
 * Return the image as one with alpha, where a 32_xRGB surface is told to have it.
 * @param {import("./types.js").Image} image
 * @param {number} flags
 */
function withAlpha(image, flags) {
  const isMeant = image.isSurface && (flags & AlphaFlags.SRC_SURFACE_HAS_ALPHA) !== 0;
  return isMeant ? asData(image) : image;
}

/**
 * Set the undefined bytes of a box to 0 if the first is 0xff, as the reference does.
 *
 * Whatever the clip of the command was; other formats have no such byte.
 * @param {Surface} surface
 * @param {import("./types.js").Rect} box
 */
export function clearPad(surface, box) {
  const inside = intersection(box, areaOf(surface));
  if (surface.format !== FMT_32_xRGB || isEmpty(inside)) return;
  const { words, width } = surface;
  if (words[inside.top * width + inside.left] >>> 24 !== 255) return;
  for (let y = inside.top; y < inside.bottom; y += 1) {
    for (let at = y * width + inside.left; at < y * width + inside.right; at += 1) {
      words[at] &= ~OPAQUE;
    }
  }
}
