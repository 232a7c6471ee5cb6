/** Images as commands draw them (wire.md 19.2, step 4). */

import { SurfaceFmt } from "../protocol/display.js";
import { DrawError } from "./error.js";
import { converted, formOf, isDeep } from "./format.js";

/** @typedef {import("./types.js").Image} Image */
/** @typedef {import("./types.js").Surface} Surface */

const { FMT_32_xRGB, FMT_32_ARGB } = SurfaceFmt;

/**
 * Return the image of a command in its native format; it does not change when `surface` does.
 *
 * Throws a `DrawError` when there is none.
 * @param {Surface} surface
 * @param {Image | null} image
 * @returns {Image}
 */
export function native(surface, image) {
  if (image === null) throw new DrawError("the command needs an image, and has none");
  if (image.pixels.buffer !== surface.words.buffer) return image;
  return { ...image, pixels: image.pixels.slice() };
}

/**
 * Return the image of a command as whole pixels of `surface`.
 *
 * Throws a `DrawError` when there is none, or it is a surface of another depth.
 * @param {Surface} surface
 * @param {Image | null} image
 * @returns {Image}
 */
export function drawable(surface, image) {
  const found = native(surface, image);
  if (!found.isSurface) return fitFor(found, surface.format);
  const [own, wanted] = [found, surface].map(({ format }) => formOf(format).depth);
  if (own !== wanted) {
    throw new DrawError(`a surface of ${own} bits cannot be copied to one of ${wanted}`);
  }
  return found;
}

/**
 * Return a picture in the format that it has on surfaces of format `format`.
 *
 * On 32-bit surfaces alpha is neither lost nor invented: xRGB stays so on ARGB.
 * @param {Image} image
 * @param {number} format
 */
export function fitFor(image, format) {
  if (!isDeep(format)) return converted(image, format);
  return image.format === FMT_32_ARGB ? image : converted(image, FMT_32_xRGB);
}

/**
 * Return an image with the top bytes of xRGB taken for alpha, so that scaling keeps them.
 * @param {Image} image
 * @returns {Image}
 */
export function asData(image) {
  return image.format === FMT_32_xRGB ? { ...image, format: FMT_32_ARGB } : image;
}

/**
 * Return an image of 32 bits a pixel; xRGB stays so.
 * @param {Image} image
 * @returns {Image & { pixels: Uint32Array }}
 */
export function deepened(image) {
  const deep = isDeep(image.format) ? image : converted(image, FMT_32_ARGB);
  return /** @type {Image & { pixels: Uint32Array }} */ (deep);
}
