/** Drawing messages as commands of the canvas (wire.md 7.2). */

import * as draw from "../protocol/draw.js";

/** @typedef {import("../protocol/image.js").Image} WireImage */
/** @typedef {import("../canvas/types.js").Image} Image */
/** @typedef {import("../canvas/types.js").Command} Command */
/** @typedef {(image: WireImage) => Image} Find */
/** @typedef {null | draw.Solid | draw.Pattern} WireBrush */

/** What the canvas calls each. @type {Map<Function, Command["kind"]>} */
export const KINDS = new Map(
  /** @type {[Function, Command["kind"]][]} */ ([
    [draw.CopyBits, "copy_bits"],
    [draw.DrawFill, "fill"],
    [draw.DrawOpaque, "opaque"],
    [draw.DrawCopy, "copy"],
    [draw.DrawBlend, "blend"],
    [draw.DrawBlackness, "blackness"],
    [draw.DrawWhiteness, "whiteness"],
    [draw.DrawInvers, "invers"],
    [draw.DrawRop3, "rop3"],
    [draw.DrawStroke, "stroke"],
    [draw.DrawText, "text"],
    [draw.DrawTransparent, "transparent"],
    [draw.DrawAlphaBlend, "alpha_blend"],
    [draw.DrawComposite, "composite"],
  ]),
);

/** Fields that are an image. */
const IMAGES = ["src_bitmap", "mask_bitmap"];
/** Fields that are a brush, which may have one. */
const BRUSHES = ["brush", "fore", "back"];

/**
 * Return the images of a message, sources and patterns first, then the mask; of that, the bits say
 * which pixels are drawn.
 * @param {any} message
 */
export function imagesOf(message) {
  /** @type {{ image: WireImage, isMask: boolean }[]} */
  const found = [];
  for (const name of IMAGES) {
    const image = message[name];
    if (image) found.push({ image, isMask: false });
  }
  for (const name of BRUSHES) {
    const brush = message[name];
    if (brush instanceof draw.Pattern) found.push({ image: brush.pat, isMask: false });
  }
  if (message.mask?.bitmap) found.push({ image: message.mask.bitmap, isMask: true });
  return found;
}

/**
 * Return a message as a command, with what `find` returns for its images.
 * @param {any} message
 * @param {Find} find
 * @returns {Command}
 */
export function commandOf(message, find) {
  const command = { ...message };
  command.kind = KINDS.get(message.constructor);
  command.clip = message.clip === null ? null : message.clip.rects;
  for (const name of IMAGES) if (command[name]) command[name] = find(command[name]);
  for (const name of BRUSHES) if (command[name]) command[name] = brushOf(command[name], find);
  if (command.mask?.bitmap) {
    const { flags, pos, bitmap } = message.mask;
    command.mask = { flags, pos, bitmap: find(bitmap) };
  }
  return command;
}

/**
 * @param {WireBrush} brush
 * @param {Find} find
 */
function brushOf(brush, find) {
  return brush instanceof draw.Pattern ? { pat: find(brush.pat), pos: brush.pos } : brush;
}
