/** Text: glyphs make a mask, and a brush goes through it (wire.md 19.12). */

import { mul4, over } from "./colour.js";
import { formOf, isDeep } from "./format.js";
import { areaOf } from "./region.js";
import { isVoid, phaseOf, rowOf } from "./raster.js";
import { intersection } from "./spans.js";

/** @typedef {import("../protocol/draw.js").RasterGlyphA1} Glyph of any depth */
/** @typedef {import("./types.js").Rect} Rect */

/**
 * Return where a glyph lies.
 * @param {Glyph} glyph
 */
export function boxOf(glyph) {
  const { render_pos: at, glyph_origin: origin } = glyph;
  return areaOf(glyph, at.x + origin.x, at.y + origin.y);
}

/**
 * Write with a brush of premultiplied colours.
 * @param {import("./types.js").Surface} surface
 * @param {import("./spans.js").Spans} spans
 * @param {Glyph[]} glyphs in the order in which they are put
 * @param {number} bits of a pixel of theirs: 1, 4 or 8
 * @param {import("./raster.js").Placed} brush of 0xAARRGGBB
 */
export function ink({ words, width, format }, spans, glyphs, bits, brush) {
  const around = spans.bounds();
  if (around === null || isVoid(brush)) return;
  const covers = coverage(around, glyphs, bits);
  const stride = around.right - around.left;
  const { unpack, pack } = formOf(format);
  const isPlain = isDeep(format);
  spans.each(around, (y, left, right) => {
    const first = rowOf(brush, y);
    let phase = phaseOf(brush, left);
    let from = (y - around.top) * stride + left - around.left;
    const end = y * width + right;
    for (let at = y * width + left; at < end; at += 1, from += 1) {
      if (covers[from] !== 0) {
        const s = mul4(brush.pixels[first + phase], covers[from]);
        words[at] = isPlain ? over(s, words[at]) : pack(over(s, unpack(words[at])));
      }
      phase = phase + 1 === brush.width ? 0 : phase + 1;
    }
  });
}

/**
 * Return how much of the brush each pixel of a part of the surface takes, of 255.
 * @param {Rect} around
 * @param {Glyph[]} glyphs
 * @param {number} bits
 */
function coverage(around, glyphs, bits) {
  const width = around.right - around.left;
  const covers = new Uint8Array(width * (around.bottom - around.top));
  for (const glyph of glyphs) {
    const box = boxOf(glyph);
    const { left, top, right, bottom } = intersection(box, around);
    const stride = Math.ceil((glyph.width * bits) / 8);
    for (let y = top; y < bottom; y += 1) {
      const row = (glyph.height - 1 - (y - box.top)) * stride;
      let at = (y - around.top) * width + left - around.left;
      for (let column = left - box.left; column < right - box.left; column += 1, at += 1) {
        covers[at] = covered(covers[at], glyph.data, row, column, bits);
      }
    }
  }
  return covers;
}

/**
 * Return the coverage of a pixel after column `column` of a glyph's row was put on it.
 * @param {number} old
 * @param {Uint8Array} data
 * @param {number} row where it begins
 * @param {number} column
 * @param {number} bits
 */
function covered(old, data, row, column, bits) {
  if (bits === 1) return old | -((data[row + (column >> 3)] >> (7 - (column & 7))) & 1);
  if (bits === 8) return Math.max(old, data[row + column]);
  const byte = data[row + (column >> 1)];
  if ((column & 1) === 0) return Math.max(old, byte & 0xf0);
  const low = (byte << 4) & 0xf0;
  // What lies under the low half is replaced if there is anything in the high one.
  return byte & 0xf0 ? low : Math.max(old, low);
}
