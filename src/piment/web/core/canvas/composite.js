/** Compositing as the X Render extension does it (wire.md 19.10). */

import { CompositeFlags } from "../protocol/draw.js";
import { SurfaceFmt } from "../protocol/display.js";
import { mul4, over, replicated } from "./colour.js";
import { DrawError } from "./error.js";
import { Fetch } from "./fetch.js";
import { OPAQUE, formOf, isDeep } from "./format.js";
import { HSL_OPERATORS } from "./hsl.js";
import { deepened, fitFor, native } from "./image.js";
import { OPERATORS } from "./operator.js";
import { region } from "./region.js";
import { ONE } from "./sample.js";

/** @typedef {import("./types.js").Composite} Composite */
/** @typedef {import("./types.js").Image} Image */
/** @typedef {import("./types.js").Surface} Surface */
/** @typedef {import("./types.js").Words} Words */

// Where the numbers stand among the flags.
const OPERATOR_BITS = 0xff;
const SOURCE_FILTER_SHIFT = 8;
const MASK_FILTER_SHIFT = 11;
const SOURCE_REPEAT_SHIFT = 14;
const MASK_REPEAT_SHIFT = 16;

const OVER = 3;

/** pixman's numbers: fast, good, best, nearest, bilinear; and whether they mix pixels. */
const FILTERS = [false, true, true, false, true];

const IDENTITY = [ONE, 0, 0, 0, ONE, 0];

/** These mix channels: with a mask for each the reference's library leaves all as it is. */
const WHOLE = new Set(HSL_OPERATORS.map(([number]) => number));

/**
 * Combine a source, within a mask, with what is there.
 *
 * Throws a `DrawError` when there is no such operator or filter.
 * @param {Surface} surface
 * @param {Composite} command
 */
export function drawComposite(surface, command) {
  const { flags } = command;
  const number = flags & OPERATOR_BITS;
  const operator = OPERATORS.get(number);
  if (operator === undefined) throw new DrawError(`there is no operator ${number}`);
  const spans = region(surface, command);
  const image = loaded(surface, command.src_bitmap);
  const isOpaque = (flags & CompositeFlags.SOURCE_OPAQUE) !== 0 && image.isSurface;
  const source = fetchOf(image, isOpaque ? OPAQUE : 0, {
    matrix: matrixOf(command.src_transform),
    shift: shiftOf(command, command.src_origin),
    isSmooth: isSmooth(flags >> SOURCE_FILTER_SHIFT),
    repeat: (flags >> SOURCE_REPEAT_SHIFT) & 3,
  });
  const mask = maskOf(surface, command);
  const bounds = spans.bounds();
  if (bounds === null || (mask?.isByChannel && WHOLE.has(number))) return spans;
  const size = bounds.right - bounds.left;
  const [ofSource, ofMask] = [new Uint32Array(size), new Uint32Array(mask ? size : 0)];
  const isDirect = number === OVER && isDeep(surface.format) && !mask?.isByChannel;
  const { words, width, format } = surface;
  const pad = format === SurfaceFmt.FMT_32_xRGB ? OPAQUE : 0;
  spans.each(bounds, (y, left, right) => {
    const [at, count] = [y * width + left, right - left];
    source.row(ofSource, left, y, count);
    mask?.fetch.row(ofMask, left, y, count);
    if (mask && !mask.isByChannel) spread(ofMask, count);
    if (isDirect) putOver(words, at, ofSource, mask && ofMask, count, pad);
    else combine(words, at, ofSource, mask && ofMask, count, operator, format);
  });
  return spans;
}

/**
 * Return how the mask is read, and whether its channels count one by one; null if there is none.
 * @param {Surface} surface
 * @param {Composite} command
 */
function maskOf(surface, command) {
  const { flags, mask_bitmap: bitmap } = command;
  if (bitmap === null) return null;
  const image = loaded(surface, bitmap);
  const fetch = fetchOf(image, 0, {
    matrix: matrixOf(command.mask_transform),
    shift: shiftOf(command, command.mask_origin),
    isSmooth: isSmooth(flags >> MASK_FILTER_SHIFT),
    repeat: (flags >> MASK_REPEAT_SHIFT) & 3,
  });
  const hasColours = formOf(image.format).depth > 8;
  const isByChannel = hasColours && (flags & CompositeFlags.COMPONENT_ALPHA) !== 0;
  return { fetch, isByChannel };
}

/**
 * @param {Surface} surface
 * @param {Image | null} bitmap
 */
function loaded(surface, bitmap) {
  const image = native(surface, bitmap);
  return image.isSurface ? image : fitFor(image, surface.format);
}

/**
 * @param {Image} image
 * @param {number} opaque
 * @param {import("./fetch.js").Reading} reading
 */
function fetchOf(image, opaque, reading) {
  const deep = deepened(image);
  return new Fetch(deep, deep.format === SurfaceFmt.FMT_32_xRGB ? OPAQUE : opaque, reading);
}

/**
 * @param {Composite} command
 * @param {import("./types.js").Point} origin
 * @returns {[number, number]}
 */
function shiftOf({ box }, origin) {
  return [origin.x - box.left, origin.y - box.top];
}

/** @param {number} bits */
function isSmooth(bits) {
  const found = FILTERS[bits & 7];
  if (found === undefined) throw new DrawError(`there is no filter ${bits & 7}`);
  return found;
}

/**
 * Return the numbers of a matrix with their signs.
 * @param {import("./types.js").Transform | null} transform
 */
function matrixOf(transform) {
  if (transform === null) return IDENTITY;
  const { t00, t01, t02, t10, t11, t12 } = transform;
  return [t00, t01, t02, t10, t11, t12].map((word) => word | 0);
}

/**
 * Make masks of one alpha ones of four channels.
 * @param {Uint32Array} masks
 * @param {number} count
 */
function spread(masks, count) {
  for (let at = 0; at < count; at += 1) masks[at] = replicated(masks[at] >>> 24);
}

/**
 * @param {Words} words
 * @param {number} at
 * @param {Uint32Array} source
 * @param {Uint32Array | null} masks
 * @param {number} count
 * @param {number} pad bits that are set in what is there before
 */
function putOver(words, at, source, masks, count, pad) {
  for (let index = 0; index < count; index += 1, at += 1) {
    const s = source[index];
    words[at] = over(masks === null ? s : mul4(s, masks[index] & 255), words[at] | pad);
  }
}

/**
 * @param {Words} words
 * @param {number} at
 * @param {Uint32Array} source
 * @param {Uint32Array | null} masks
 * @param {number} count
 * @param {import("./operator.js").Operator} operator
 * @param {number} format
 */
function combine(words, at, source, masks, count, operator, format) {
  const { unpack, pack } = formOf(format);
  for (let index = 0; index < count; index += 1, at += 1) {
    const mask = masks === null ? -1 : masks[index];
    words[at] = pack(operator(source[index], mask, unpack(words[at])));
  }
}
