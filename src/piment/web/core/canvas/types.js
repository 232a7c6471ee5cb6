/**
 * What drawing commands are, for `Surface.draw` (wire.md 19).
 *
 * A command has the fields of its message in ../protocol/draw.js, with three differences: `kind`
 * says which it is, `clip` is the list of rectangles itself, and where the message names an image,
 * there is the image. `load.js` makes images of what decoders return; `surface.image()` is one too.
 */

/** @typedef {Uint8Array | Uint16Array | Uint32Array} Words */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Rect */

/** @typedef {{ x: number, y: number }} Point */

/**
 * A decoded image, the top row first, without gaps: `pixels` has a word for each, of as many bits
 * as `format` (a `SurfaceFmt`) says; one bit is kept in a byte that is 0 or 1. A mask has the
 * format FMT_1_A. `isSurface` says that it is what a surface shows now (SURFACE), and not a picture
 * that may be converted.
 * @typedef {{
 *   format: number, width: number, height: number, pixels: Words, isSurface?: boolean,
 * }} Image
 */

/** @typedef {null | { color: number } | { pat: Image, pos: Point }} Brush */

/** @typedef {{ flags: number, pos: Point, bitmap: Image | null }} Mask */

/** @typedef {{ box: Rect, clip: null | readonly Rect[] }} Base */

/** @typedef {{ src_bitmap: Image | null, src_area: Rect }} Source */

/** @typedef {Base & { kind: "fill", brush: Brush, ropd: number, mask: Mask }} Fill */

/** @typedef {Base & { kind: "blackness" | "whiteness" | "invers", mask: Mask }} Plain */

/**
 * @typedef {Base & Source & {
 *   kind: "copy" | "blend", ropd: number, scale_mode: number, mask: Mask,
 * }} Copy
 */

/**
 * @typedef {Base & Source & {
 *   kind: "opaque", brush: Brush, ropd: number, scale_mode: number, mask: Mask,
 * }} Opaque
 */

/**
 * @typedef {Base & Source & {
 *   kind: "rop3", brush: Brush, rop3: number, scale_mode: number, mask: Mask,
 * }} Rop3
 */

/** @typedef {Base & Source & { kind: "transparent", true_color: number }} Transparent */

/** @typedef {Base & Source & { kind: "alpha_blend", alpha_flags: number, alpha: number }} Blend */

/** @typedef {Base & { kind: "copy_bits", src_pos: Point }} CopyBits */

/**
 * @typedef {Base & {
 *   kind: "stroke", path: import("../protocol/draw.js").Path, brush: Brush, fore_mode: number,
 *   attr: import("../protocol/draw.js").LineAttr,
 * }} Stroke
 */

/**
 * @typedef {Base & {
 *   kind: "text", str: import("../protocol/draw.js").String, back_area: Rect, fore: Brush,
 *   back: Brush, fore_mode: number,
 * }} Text
 */

/** @typedef {import("../protocol/common.js").Transform} Transform */

/**
 * @typedef {Base & {
 *   kind: "composite", flags: number, src_bitmap: Image | null, mask_bitmap: Image | null,
 *   src_transform: Transform | null, mask_transform: Transform | null, src_origin: Point,
 *   mask_origin: Point,
 * }} Composite
 */

/**
 * @typedef {Fill | Plain | Copy | Opaque | Rop3 | Transparent | Blend | CopyBits | Stroke | Text
 *   | Composite} Command
 */

/** @typedef {import("./surface.js").Surface} Surface */

export {};
