/** Frames of video streams (wire.md 19.14). */

import { SurfaceFmt } from "../protocol/display.js";
import { OPAQUE } from "./format.js";
import { fitFor } from "./image.js";
import { copy, copyBy } from "./raster.js";
import { areaOf, clipped, damage } from "./region.js";
import { Terms } from "./rop.js";
import { place, scaleRaw } from "./scale.js";

/** The terms of a copy that makes all opaque. */
const HIDING = new Terms(OPAQUE, ~OPAQUE, 0, 0, false);

/**
 * Scale a frame to `dest` and put it there, inside `clip`; returns what may have changed.
 *
 * One of xRGB becomes opaque; one of ARGB, which should be so already, takes a tenth of the time.
 * Throws a `DrawError` when the frame has no pixels, and cannot fill `dest`.
 * @param {import("./types.js").Surface} surface
 * @param {import("./types.js").Image} frame
 * @param {import("./types.js").Rect} dest
 * @param {null | readonly import("./types.js").Rect[]} clip
 */
export function putFrame(surface, frame, dest, clip) {
  const spans = clipped(surface, dest, clip);
  const part = spans.bounds();
  if (part === null) return [];
  const image = fitFor(frame, surface.format);
  const placed = place(image, areaOf(image), dest, part, scaleRaw);
  if (image.format === SurfaceFmt.FMT_32_xRGB) copyBy(surface, spans, placed, HIDING);
  else copy(surface, spans, placed);
  return damage(spans);
}
