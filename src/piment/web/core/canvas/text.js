/** Text (wire.md 19.12). */

import { SurfaceFmt } from "../protocol/display.js";
import { Ropd, StringFlags } from "../protocol/draw.js";
import { clearPad } from "./alpha.js";
import { tile } from "./brush.js";
import { DrawError } from "./error.js";
import { OPAQUE, converted, formOf } from "./format.js";
import { drawable } from "./image.js";
import { boxOf, ink } from "./ink.js";
import { fill } from "./raster.js";
import { clipped, region } from "./region.js";
import { COPY } from "./rop.js";
import { Spans, intersection, isEmpty } from "./spans.js";

/** @typedef {import("./types.js").Brush} Brush */
/** @typedef {import("./types.js").Rect} Rect */
/** @typedef {import("./types.js").Surface} Surface */
/** @typedef {import("./ink.js").Glyph} Glyph */

/** Bits of a glyph's pixel by the flag of its string. */
const BITS = [
  [StringFlags.RASTER_A1, 1],
  [StringFlags.RASTER_A4, 4],
  [StringFlags.RASTER_A8, 8],
];

/**
 * Fill what lies behind the text, then write the text.
 *
 * Throws a `DrawError` when the string does not say what its glyphs are.
 * @param {Surface} surface
 * @param {import("./types.js").Text} command
 */
export function drawText(surface, command) {
  const { box, clip, str, back_area: back } = command;
  const spans = region(surface, command);
  const { glyphs, bits } = glyphsOf(str);
  const around = boundsOf(glyphs);
  const brush = inkBrush(surface, command.fore, around);
  const backBrush = tile(surface, command.back);
  if (!isEmpty(back)) {
    if (command.fore_mode !== Ropd.OP_PUT) return new Spans();
    fill(surface, clipped(surface, intersection(back, box), clip), backBrush, COPY);
  }
  if (brush === null || glyphs.length === 0) return spans;
  const inside = clipped(surface, intersection(around, box), clip);
  ink(surface, inside, glyphs, bits, brush);
  if (inside.bounds() !== null) clearPad(surface, around);
  return spans;
}

/**
 * @param {import("../protocol/draw.js").String} str
 * @returns {{ glyphs: Glyph[], bits: number }}
 */
function glyphsOf({ flags, glyphs }) {
  const bits = BITS.find(([flag]) => flags & flag)?.[1];
  if (glyphs === null || bits === undefined) {
    throw new DrawError(`flags ${flags} of a string name no kind of glyphs`);
  }
  return { glyphs, bits };
}

/**
 * Return the smallest rectangle around the boxes of all glyphs, also of those without pixels.
 *
 * That is where a pattern begins; spice-gtk counts boxes of no width or height too.
 * @param {Glyph[]} glyphs
 * @returns {Rect}
 */
function boundsOf(glyphs) {
  if (glyphs.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  return glyphs.map(boxOf).reduce((one, other) => ({
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  }));
}

/**
 * Return a brush as colours; a pattern begins at the text, not at the surface.
 *
 * Unlike wire.md 19.12 says, a pattern with alpha is as translucent as it is in spice-gtk.
 * @param {Surface} surface
 * @param {Brush} brush
 * @param {Rect} around
 * @returns {import("./raster.js").Placed | null}
 */
function inkBrush(surface, brush, around) {
  if (brush === null) return null;
  if ("color" in brush) {
    const pixels = Uint32Array.of(colourOf(surface, brush.color));
    return { pixels, width: 1, height: 1, left: 0, top: 0 };
  }
  const image = converted(drawable(surface, brush.pat), SurfaceFmt.FMT_32_ARGB);
  return { ...image, left: around.left + brush.pos.x, top: around.top + brush.pos.y };
}

/**
 * Return a brush's colour; on 16-bit surfaces it is r5 g5 b5, on 565 too.
 * @param {Surface} surface
 * @param {number} color
 */
function colourOf({ format }, color) {
  if (formOf(format).depth !== 16) return color | OPAQUE;
  return formOf(SurfaceFmt.FMT_16_555).unpack(color);
}
