/** Copies of images and within the surface, with every raster operation (wire.md 19.3 to 19.9). */

import { copyKeyed } from "./blend.js";
import { tile } from "./brush.js";
import { DrawError } from "./error.js";
import { formOf, isDeep } from "./format.js";
import { asData, drawable } from "./image.js";
import { copy, copyTernary, copyWithin, fill } from "./raster.js";
import { masked, region } from "./region.js";
import { BRUSH_ON_IMAGE, COPY, IMAGE_ON_SURFACE, codeOf } from "./rop.js";
import { isSameSize, place, scale, scaleRaw, scalingOf, sizeOf, told } from "./scale.js";

/** @typedef {import("./types.js").Image} Image */
/** @typedef {import("./types.js").Rect} Rect */
/** @typedef {import("./types.js").Surface} Surface */
/** @typedef {import("./spans.js").Spans} Spans */
/** @typedef {import("./raster.js").Placed} Placed */

/** What of a 32-bit pixel a colour key looks at. */
const COLOUR_BITS = 0x00ffffff;

/**
 * Return the command's image where it belongs; null if nothing is to be drawn.
 * @param {Spans} spans
 * @param {import("./types.js").Copy | import("./types.js").Opaque} command
 * @param {Image} image
 */
function put(spans, { box, src_area: area, scale_mode: mode }, image) {
  const part = spans.bounds();
  if (part === null) return null;
  return place(image, area, box, part, (...what) => scale(...what, mode));
}

/**
 * Put an image, or combine it with what is there: COPY and BLEND are the same.
 * @param {Surface} surface
 * @param {import("./types.js").Copy} command
 */
export function drawCopy(surface, command) {
  const spans = masked(surface, command);
  const image = drawable(surface, command.src_bitmap);
  const code = codeOf(command.ropd, IMAGE_ON_SURFACE);
  const placed = put(spans, command, code === COPY ? image : asData(image));
  if (placed !== null) copy(surface, spans, placed, code);
  return spans;
}

/**
 * Put an image, then combine a brush with it.
 * @param {Surface} surface
 * @param {import("./types.js").Opaque} command
 */
export function drawOpaque(surface, command) {
  const spans = masked(surface, command);
  const image = drawable(surface, command.src_bitmap);
  const brush = tile(surface, command.brush);
  const placed = put(spans, command, image);
  if (placed === null) return spans;
  copy(surface, spans, placed);
  fill(surface, spans, brush, codeOf(command.ropd, BRUSH_ON_IMAGE));
  return spans;
}

/**
 * Copy within the surface.
 * @param {Surface} surface
 * @param {import("./types.js").CopyBits} command
 */
export function copyBits(surface, command) {
  const spans = region(surface, command);
  const { box, src_pos: from } = command;
  copyWithin(surface, spans, box.left - from.x, box.top - from.y);
  return spans;
}

/**
 * Put an image but for the pixels of one colour (19.7).
 * @param {Surface} surface
 * @param {import("./types.js").Transparent} command
 */
export function drawTransparent(surface, command) {
  const spans = region(surface, command);
  const image = drawable(surface, command.src_bitmap);
  const part = spans.bounds();
  if (part === null) return spans;
  const placed = place(image, command.src_area, command.box, part, scaleRaw);
  const bits = COLOUR_BITS & formOf(surface.format).ones;
  copyKeyed(surface, spans, placed, keyOf(command.true_color, surface.format), bits);
  return spans;
}

/**
 * Return a colour as a pixel; what has no colours takes it for 0.
 * @param {number} color
 * @param {number} format
 */
function keyOf(color, format) {
  const { depth, pack } = formOf(format);
  if (isDeep(format)) return color;
  return depth === 16 ? pack(color) : 0;
}

/**
 * Combine image, brush and what is there by one of 256 codes (19.9).
 *
 * Throws a `DrawError` when the image does not reach over the whole box.
 * @param {Surface} surface
 * @param {import("./types.js").Rop3} command
 */
export function drawRop3(surface, command) {
  const spans = masked(surface, command);
  const image = asData(drawable(surface, command.src_bitmap));
  const brush = tile(surface, command.brush);
  const part = spans.bounds();
  if (part === null) return spans;
  copyTernary(surface, spans, placeRop3(image, command, part), brush, command.rop3);
  return spans;
}

/**
 * Return the image of a ROP3 command where it belongs.
 *
 * Unlike for other copies, the source's corner is rounded to a pixel of the scaled image.
 * @param {Image} image
 * @param {import("./types.js").Rop3} command
 * @param {Rect} part
 * @returns {Placed}
 */
function placeRop3(image, { box, src_area: area, scale_mode: mode }, part) {
  const scaling = scalingOf(area, box, part);
  const [[width, height], [wide, high]] = [sizeOf(area), sizeOf(box)];
  const across = (/** @type {number} */ at) => Math.floor(at / (width / wide) + 0.5);
  const down = (/** @type {number} */ at) => Math.floor(at / (height / high) + 0.5);
  const [left, top] = [across(area.left), down(area.top)];
  const isWide = left >= 0 && left + wide <= across(image.width);
  if (!isWide || top < 0 || top + high > down(image.height)) {
    const size = `${image.width}x${image.height}`;
    throw new DrawError(`an image of ${size} does not fill ${told(box)} from ${told(area)}`);
  }
  if (isSameSize(area, box)) {
    return { ...image, left: box.left - left, top: box.top - top };
  }
  const [x, y] = scaling.first;
  return scale(image, { ...scaling, start: [0, 0], first: [x + left, y + top] }, part, mode);
}
