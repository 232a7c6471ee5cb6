/** Operations on whole pixels as words: fills, copies, ternary codes (wire.md 19.3 to 19.9). */

import { formOf } from "./format.js";
import { modulo } from "./modulo.js";
import { areaOf } from "./region.js";
import { COPY, Terms } from "./rop.js";

/** @typedef {import("./types.js").Words} Words */
/** @typedef {import("./types.js").Surface} Surface */
/** @typedef {import("./spans.js").Spans} Spans */

/**
 * Pixels, and the place of their top left corner on the surface; as a brush they repeat.
 * @typedef {{
 *   pixels: Words, width: number, height: number, left: number, top: number,
 * }} Placed
 */

/** From so many pixels on, the engine's own loops are worth their call. */
const MANY = 24;

/**
 * Return the index in a brush's pixels of its row for row `y` of the surface.
 * @param {Placed} brush
 * @param {number} y
 */
export function rowOf(brush, y) {
  return modulo(y - brush.top, brush.height) * brush.width;
}

/**
 * Return the index in a row of a brush for column `x` of the surface.
 * @param {Placed} brush
 * @param {number} x
 */
export function phaseOf(brush, x) {
  return modulo(x - brush.left, brush.width);
}

/**
 * Whether a brush paints nothing because it has no pixels.
 * @param {Placed} brush
 */
export function isVoid(brush) {
  return brush.pixels.length === 0;
}

/**
 * Combine a brush with what is there; one without pixels does nothing.
 * @param {Surface} surface
 * @param {Spans} spans
 * @param {Placed} brush
 * @param {number} code
 */
export function fill(surface, spans, brush, code) {
  if (isVoid(brush)) return;
  const { words, width, format } = surface;
  const terms = Terms.of(code, formOf(format).ones);
  spans.each(areaOf(surface), (y, left, right) => {
    fillRun(words, y * width, left, right, brush, y, terms);
  });
}

/**
 * Combine a brush with columns of a row that begins at `row`.
 * @param {Words} words
 * @param {number} row
 * @param {number} left
 * @param {number} right
 * @param {Placed} brush
 * @param {number} y
 * @param {Terms} terms
 */
export function fillRun(words, row, left, right, brush, y, terms) {
  const { pixels, width } = brush;
  const first = rowOf(brush, y);
  if (width === 1) {
    fillColour(words, row + left, row + right, pixels[first], terms);
    return;
  }
  let phase = phaseOf(brush, left);
  for (let x = left; x < right; ) {
    const length = Math.min(right - x, width - phase);
    combine(words, row + x, pixels, first + phase, length, terms);
    x += length;
    phase = 0;
  }
}

/**
 * @param {Words} words
 * @param {number} start
 * @param {number} end
 * @param {number} colour
 * @param {Terms} terms
 */
function fillColour(words, start, end, colour, terms) {
  if (terms.isCopy) {
    words.fill(colour, start, end);
    return;
  }
  const kept = terms.ofD ^ (colour & terms.ofBoth);
  const turned = terms.none ^ (colour & terms.ofS);
  for (let at = start; at < end; at += 1) words[at] = (words[at] & kept) ^ turned;
}

/**
 * Combine an image with what is there; where there is no image, nothing changes.
 * @param {Surface} surface
 * @param {Spans} spans
 * @param {Placed} image
 * @param {number} [code]
 */
export function copy(surface, spans, image, code = COPY) {
  copyBy(surface, spans, image, Terms.of(code, formOf(surface.format).ones));
}

/**
 * As `copy`, by the terms of an operation.
 * @param {Surface} surface
 * @param {Spans} spans
 * @param {Placed} image
 * @param {Terms} terms
 */
export function copyBy({ words, width }, spans, image, terms) {
  const { pixels, left: corner, top } = image;
  spans.each(areaOf(image, corner, top), (y, left, right) => {
    const from = (y - top) * image.width + left - corner;
    combine(words, y * width + left, pixels, from, right - left, terms);
  });
}

/**
 * @param {Words} words
 * @param {number} at
 * @param {Words} source
 * @param {number} from
 * @param {number} count
 * @param {Terms} terms
 */
function combine(words, at, source, from, count, terms) {
  const end = at + count;
  if (!terms.isCopy) {
    const { none, ofS, ofD, ofBoth } = terms;
    for (; at < end; at += 1, from += 1) {
      const s = source[from];
      const d = words[at];
      words[at] = none ^ (s & ofS) ^ (d & ofD) ^ (s & d & ofBoth);
    }
  } else if (count < MANY) {
    for (; at < end; at += 1, from += 1) words[at] = source[from];
  } else {
    words.set(source.subarray(from, from + count), at);
  }
}

/**
 * Combine a brush, an image and what is there, by bit 4 * brush + 2 * image + destination of a
 * code; where there is no image, nothing changes.
 * @param {Surface} surface
 * @param {Spans} spans
 * @param {Placed} image
 * @param {Placed} brush
 * @param {number} code
 */
export function copyTernary(surface, spans, image, brush, code) {
  if (isVoid(brush)) return;
  const { ones } = formOf(surface.format);
  const [without, within] = [Terms.of(code & 15, ones), Terms.of(code >> 4, ones)];
  if (brush.pixels.length === 1) {
    copyBy(surface, spans, image, without.mixed(within, brush.pixels[0]));
    return;
  }
  const { words, width } = surface;
  spans.each(areaOf(image, image.left, image.top), (y, left, right) => {
    const row = y * width;
    const source = (y - image.top) * image.width - image.left;
    const first = rowOf(brush, y);
    let phase = phaseOf(brush, left);
    for (let x = left; x < right; x += 1) {
      const p = brush.pixels[first + phase];
      const s = image.pixels[source + x];
      const d = words[row + x];
      words[row + x] = (~p & applied(without, s, d)) | (p & applied(within, s, d));
      phase = phase + 1 === brush.width ? 0 : phase + 1;
    }
  });
}

/**
 * @param {Terms} terms
 * @param {number} s
 * @param {number} d
 */
function applied({ none, ofS, ofD, ofBoth }, s, d) {
  return none ^ (s & ofS) ^ (d & ofD) ^ (s & d & ofBoth);
}

/**
 * Copy within a surface, as if through a picture of what was: (x, y) becomes (x - dx, y - dy).
 *
 * Where that lies outside the surface, nothing changes.
 * @param {Surface} surface
 * @param {Spans} spans
 * @param {number} dx
 * @param {number} dy
 */
export function copyWithin(surface, spans, dx, dy) {
  const { words, width } = surface;
  /** @type {import("./spans.js").Visit} */
  const shift = (y, left, right) => {
    const from = (y - dy) * width - dx;
    words.copyWithin(y * width + left, from + left, from + right);
  };
  // Against the direction of the copy, so that no pixel is read after it was written.
  const reach = areaOf(surface, dx, dy);
  if (dy > 0 || (dy === 0 && dx > 0)) spans.eachBackwards(reach, shift);
  else spans.each(reach, shift);
}
