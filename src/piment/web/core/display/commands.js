/** Drawing messages as commands of the canvas (wire.md 7.2). */

import * as draw from "../protocol/draw.js";

/** @typedef {import("../protocol/image.js").Image} WireImage */
/** @typedef {import("../canvas/types.js").Image} Image */
/** @typedef {import("../canvas/types.js").Command} Command */
/** @typedef {null | draw.Solid | draw.Pattern} Brush */

/**
 * A place for an image in a message: what is there, if something is, and how to put a found image
 * there. Of masks, the bits say which pixels are drawn.
 * @typedef {object} Part
 * @property {boolean} isMask
 * @property {(message: any) => WireImage | null} of
 * @property {(message: any, image: Image) => void} put
 */

/** @param {Brush} brush */
const patternOf = (brush) => (brush instanceof draw.Pattern ? brush.pat : null);

/** @type {Part} */
const SOURCE = {
  isMask: false,
  of: (message) => message.src_bitmap,
  put: (message, image) => (message.src_bitmap = image),
};

/** @type {Part} */
const BRUSH = {
  isMask: false,
  of: (message) => patternOf(message.brush),
  put: (message, pat) => (message.brush = { pat, pos: message.brush.pos }),
};

/** @type {Part} */
const FORE = {
  isMask: false,
  of: (message) => patternOf(message.fore),
  put: (message, pat) => (message.fore = { pat, pos: message.fore.pos }),
};

/** @type {Part} */
const BACK = {
  isMask: false,
  of: (message) => patternOf(message.back),
  put: (message, pat) => (message.back = { pat, pos: message.back.pos }),
};

/** @type {Part} */
const MASK = {
  isMask: true,
  of: (message) => message.mask.bitmap,
  put: (message, image) => (message.mask.bitmap = image),
};

/** The mask of a composition, whose colours count too. @type {Part} */
const MASK_IMAGE = {
  isMask: false,
  of: (message) => message.mask_bitmap,
  put: (message, image) => (message.mask_bitmap = image),
};

/**
 * What the canvas calls each message, and where it has images: sources and patterns first.
 * @type {ReadonlyMap<Function, { kind: Command["kind"], parts: readonly Part[] }>}
 */
export const FORMS = new Map(
  /** @type {[Function, { kind: Command["kind"], parts: Part[] }][]} */ ([
    [draw.CopyBits, { kind: "copy_bits", parts: [] }],
    [draw.DrawFill, { kind: "fill", parts: [BRUSH, MASK] }],
    [draw.DrawOpaque, { kind: "opaque", parts: [SOURCE, BRUSH, MASK] }],
    [draw.DrawCopy, { kind: "copy", parts: [SOURCE, MASK] }],
    [draw.DrawBlend, { kind: "blend", parts: [SOURCE, MASK] }],
    [draw.DrawBlackness, { kind: "blackness", parts: [MASK] }],
    [draw.DrawWhiteness, { kind: "whiteness", parts: [MASK] }],
    [draw.DrawInvers, { kind: "invers", parts: [MASK] }],
    [draw.DrawRop3, { kind: "rop3", parts: [SOURCE, BRUSH, MASK] }],
    [draw.DrawStroke, { kind: "stroke", parts: [BRUSH] }],
    [draw.DrawText, { kind: "text", parts: [FORE, BACK] }],
    [draw.DrawTransparent, { kind: "transparent", parts: [SOURCE] }],
    [draw.DrawAlphaBlend, { kind: "alpha_blend", parts: [SOURCE] }],
    [draw.DrawComposite, { kind: "composite", parts: [SOURCE, MASK_IMAGE] }],
  ]),
);

/**
 * Make a command of a message, which is used up, with what `find` returns for its images.
 * @param {any} message
 * @param {(image: WireImage) => Image} find
 * @returns {Command}
 */
export function commandOf(message, find) {
  const { kind, parts } = /** @type {{ kind: string, parts: readonly Part[] }} */ (
    FORMS.get(message.constructor)
  );
  message.kind = kind;
  if (message.clip !== null) message.clip = message.clip.rects;
  for (const part of parts) {
    const image = part.of(message);
    if (image !== null) part.put(message, find(image));
  }
  return message;
}
