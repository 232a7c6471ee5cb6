/** Images put into a box, scaled if they must be (wire.md 19.6). */

import { ImageScaleMode } from "../protocol/image.js";
import { SurfaceFmt } from "../protocol/display.js";
import { DrawError } from "./error.js";
import { OPAQUE, convert, isDeep } from "./format.js";
import { deepened } from "./image.js";
import { ONE, bilinear, nearest } from "./sample.js";
import { isEmpty } from "./spans.js";

/** @typedef {import("./types.js").Image} Image */
/** @typedef {import("./types.js").Rect} Rect */
/** @typedef {import("./raster.js").Placed} Placed */
/** @typedef {import("./sample.js").Window} Window */

const { FMT_32_xRGB, FMT_32_ARGB } = SurfaceFmt;

/**
 * How far a pixel reaches in the source (16.16), where in the source pixel 0 begins, and the
 * first pixel that is wanted.
 * @typedef {{ step: [number, number], start: [number, number], first: [number, number] }} Scaling
 */

/** @param {Rect} rect */
export function sizeOf({ left, top, right, bottom }) {
  return [right - left, bottom - top];
}

/**
 * @param {Rect} one
 * @param {Rect} other
 */
export function isSameSize(one, other) {
  const [[width, height], [wide, high]] = [sizeOf(one), sizeOf(other)];
  return width === wide && height === high;
}

/**
 * Return how a source area becomes a box of which `part` is wanted.
 *
 * Throws a `DrawError` when either is empty.
 * @param {Rect} area
 * @param {Rect} box
 * @param {Rect} part
 * @returns {Scaling}
 */
export function scalingOf(area, box, part) {
  if (isEmpty(area) || isEmpty(box)) {
    throw new DrawError(`${told(area)} cannot be scaled to ${told(box)}`);
  }
  const [[width, height], [wide, high]] = [sizeOf(area), sizeOf(box)];
  return {
    step: [Math.floor((width * ONE) / wide), Math.floor((height * ONE) / high)],
    start: [area.left, area.top],
    first: [part.left - box.left, part.top - box.top],
  };
}

/** @param {Rect} rect */
export function told(rect) {
  const [width, height] = sizeOf(rect);
  return `${width}x${height} at ${rect.left},${rect.top}`;
}

/**
 * Return the pixels that `area` of an image puts into `box`, at least those of `part`; what is to
 * be scaled is scaled by `by`.
 *
 * Throws a `DrawError` when the image must be scaled, and the area is empty.
 * @param {Image} image
 * @param {Rect} area
 * @param {Rect} box
 * @param {Rect} part
 * @param {(image: Image, scaling: Scaling, part: Rect) => Placed} by `scale` or `scaleRaw`
 * @returns {Placed}
 */
export function place(image, area, box, part, by) {
  if (!isSameSize(area, box)) return by(image, scalingOf(area, box, part), part);
  const { pixels, width, height } = image;
  return { pixels, width, height, left: box.left - area.left, top: box.top - area.top };
}

/**
 * Return a part of an image scaled to the nearest pixels, whatever their bits mean.
 * @param {Image} image
 * @param {Scaling} scaling
 * @param {Rect} part
 * @returns {Placed}
 */
export function scaleRaw(image, scaling, part) {
  return placed(part, nearest(image, 0, ...windows(scaling, part)));
}

/**
 * Return a part of a scaled image; what had no alpha is opaque, and outside is nothing.
 * @param {Image} image
 * @param {Scaling} scaling
 * @param {Rect} part
 * @param {number} mode an `ImageScaleMode`
 */
export function scale(image, scaling, part, mode) {
  const deep = deepened(image);
  const opaque = deep.format === FMT_32_xRGB ? OPAQUE : 0;
  const [across, down] = windows(scaling, part);
  const pixels =
    mode === ImageScaleMode.NEAREST
      ? nearest(deep, opaque, across, down)
      : bilinear(deep, opaque, across, down);
  return placed(part, isDeep(image.format) ? pixels : convert(pixels, FMT_32_ARGB, image.format));
}

/**
 * @param {Scaling} scaling
 * @param {Rect} part
 * @returns {[Window, Window]}
 */
function windows({ step, start, first }, part) {
  const [across, down] = sizeOf(part).map((count, axis) => {
    return { step: step[axis], start: start[axis], first: first[axis], count };
  });
  return [across, down];
}

/**
 * @param {Rect} part
 * @param {import("./types.js").Words} pixels
 * @returns {Placed}
 */
function placed(part, pixels) {
  const [width, height] = sizeOf(part);
  return { pixels, width, height, left: part.left, top: part.top };
}
