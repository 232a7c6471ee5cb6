/** What the bits of a pixel mean (wire.md 19.1), and how one format becomes another. */

import { SurfaceFmt } from "../protocol/display.js";

/** @typedef {import("./types.js").Words} Words */
/** @typedef {import("./types.js").Image} Image */

/** The alpha of what hides all that is below, 0xff000000; pixels are computed in 32 bits. */
export const OPAQUE = 0xff << 24;

const { FMT_1_A, FMT_8_A, FMT_16_555, FMT_16_565, FMT_32_xRGB, FMT_32_ARGB } = SurfaceFmt;

/** @typedef {(pixel: number) => number} Change */

/**
 * `ones` is a pixel with all bits set; `unpack` makes 0xAARRGGBB of one, what has no alpha opaque
 * and what has no colour black; `pack` does the reverse, and truncates. What they return may be
 * negative: 32 bits of whatever sign.
 * @typedef {{
 *   depth: number, words: (count: number) => Words, ones: number, unpack: Change, pack: Change,
 * }} Form
 */

/** @param {number} count */
const bytes = (count) => new Uint8Array(count);
/** @param {number} count */
const halves = (count) => new Uint16Array(count);
/** @param {number} count */
const wholes = (count) => new Uint32Array(count);

/** @type {Map<number, Form>} */
const FORMS = new Map([
  [FMT_1_A, form(1, bytes, (pixel) => -(pixel & 1) & OPAQUE, (argb) => argb >>> 31)],
  [FMT_8_A, form(8, bytes, (pixel) => pixel << 24, (argb) => argb >>> 24)],
  [FMT_16_555, form(16, halves, from555, to555)],
  [FMT_16_565, form(16, halves, from565, to565)],
  [FMT_32_xRGB, form(32, wholes, (pixel) => pixel | OPAQUE, (argb) => argb)],
  [FMT_32_ARGB, form(32, wholes, (pixel) => pixel, (argb) => argb)],
]);

/**
 * Return what there is to know of a format.
 * @param {number} format a `SurfaceFmt`, but INVALID
 * @returns {Form}
 */
export function formOf(format) {
  const found = FORMS.get(format);
  if (found === undefined) throw new RangeError(`there is no surface format ${format}`);
  return found;
}

/**
 * Whether a pixel has 32 bits.
 * @param {number} format
 */
export function isDeep(format) {
  return format === FMT_32_xRGB || format === FMT_32_ARGB;
}

/**
 * Return an image in another format.
 * @param {Image} image
 * @param {number} format
 * @returns {Image}
 */
export function converted(image, format) {
  if (image.format === format) return image;
  const { width, height, pixels } = image;
  return { format, width, height, pixels: convert(pixels, image.format, format) };
}

/**
 * Return pixels in another format, colours truncated or filled up.
 * @param {Words} pixels
 * @param {number} before
 * @param {number} after
 */
export function convert(pixels, before, after) {
  const { unpack } = formOf(before);
  const { pack, words } = formOf(after);
  const out = words(pixels.length);
  for (let at = 0; at < out.length; at += 1) out[at] = pack(unpack(pixels[at]));
  return out;
}

/**
 * @param {number} depth
 * @param {(count: number) => Words} words
 * @param {Change} unpack
 * @param {Change} pack
 */
function form(depth, words, unpack, pack) {
  return { depth, words, ones: depth === 32 ? -1 : (1 << depth) - 1, unpack, pack };
}

/** @param {number} pixel */
function from555(pixel) {
  return OPAQUE | (wide5(pixel >> 10) << 16) | (wide5(pixel >> 5) << 8) | wide5(pixel);
}

/** @param {number} argb */
function to555(argb) {
  return ((argb >>> 9) & 0x7c00) | ((argb >>> 6) & 0x3e0) | ((argb >>> 3) & 0x1f);
}

/** @param {number} pixel */
function from565(pixel) {
  return OPAQUE | (wide5(pixel >> 11) << 16) | (wide6(pixel >> 5) << 8) | wide5(pixel);
}

/** @param {number} argb */
function to565(argb) {
  return ((argb >>> 8) & 0xf800) | ((argb >>> 5) & 0x7e0) | ((argb >>> 3) & 0x1f);
}

/** @param {number} bits */
function wide5(bits) {
  return ((bits & 31) << 3) | ((bits & 31) >> 2);
}

/** @param {number} bits */
function wide6(bits) {
  return ((bits & 63) << 2) | ((bits & 63) >> 4);
}
