/** One drawing command on one surface. */

import { drawAlphaBlend } from "./alpha.js";
import { drawComposite } from "./composite.js";
import { copyBits, drawCopy, drawOpaque, drawRop3, drawTransparent } from "./copy.js";
import { drawBlackness, drawFill, drawInvers, drawWhiteness } from "./fill.js";
import { damage } from "./region.js";
import { drawStroke } from "./stroke.js";
import { drawText } from "./text.js";

/** @typedef {import("./types.js").Surface} Surface */
/** @typedef {(surface: Surface, command: any) => import("./spans.js").Spans} Operation */

/**
 * What carries out each command, and returns the pixels that it may have changed.
 * @type {{ readonly [kind: string]: Operation }}
 */
export const OPERATIONS = Object.freeze({
  copy_bits: copyBits,
  fill: drawFill,
  opaque: drawOpaque,
  copy: drawCopy,
  blend: drawCopy,
  blackness: drawBlackness,
  whiteness: drawWhiteness,
  invers: drawInvers,
  rop3: drawRop3,
  stroke: drawStroke,
  text: drawText,
  transparent: drawTransparent,
  alpha_blend: drawAlphaBlend,
  composite: drawComposite,
});

/**
 * Carry out a command; returns a few rectangles that hold all that changed.
 *
 * A command that throws has changed nothing, or only its own box. It throws a `DrawError` when it
 * makes no sense on this surface.
 * @param {Surface} surface
 * @param {import("./types.js").Command} command
 */
export function draw(surface, command) {
  return damage(OPERATIONS[command.kind](surface, command));
}
