/** What it takes to decode an image, in a form that can go to a worker. */

import { ProtocolError } from "../error.js";
import * as image from "../protocol/image.js";

/** @typedef {import("../protocol/image.js").Image} WireImage */

/**
 * A coded image and all that decides what becomes of it: the format of the surface, whether its
 * bits are a mask, its palette; of some codings, fields of the payload.
 * @typedef {object} Job
 * @property {keyof typeof CODINGS} coding
 * @property {number} width
 * @property {number} height
 * @property {number} format a `SurfaceFmt`
 * @property {boolean} isMask
 * @property {boolean} hasHighBits HIGH_BITS_SET
 * @property {Uint8Array} data
 * @property {Uint32Array | null} palette
 * @property {number} flags of a bitmap, or a JPEG with alpha
 * @property {number} bitmapFormat a `BitmapFmt`
 * @property {number} stride bytes of a bitmap's row
 * @property {number} columns of a bitmap, which says so itself
 * @property {number} rows
 * @property {number} innerSize bytes of the GLZ stream within zlib, or of the JPEG before its alpha
 */

/** Codings by their names, and the classes of their payloads. */
const CODINGS = Object.freeze({
  bitmap: image.Bitmap,
  quic: image.Quic,
  lzPlt: image.LzPlt,
  lz: image.LzRgb,
  glz: image.GlzRgb,
  zlibGlz: image.ZlibGlzRgb,
  jpeg: image.Jpeg,
  jpegAlpha: image.JpegAlpha,
  lz4: image.Lz4,
});

const NAMES = new Map(
  Object.entries(CODINGS).map(([name, kind]) => [
    /** @type {Function} */ (kind),
    /** @type {keyof typeof CODINGS} */ (name),
  ]),
);

/**
 * Return the job of decoding an image, which may bring a palette along to be kept.
 *
 * Throws a `ProtocolError` when the image is none that can be decoded, or its palette is not here.
 * @param {WireImage} wire
 * @param {number} format of the surface that it is drawn on
 * @param {boolean} isMask
 * @param {import("../display/palettes.js").Palettes} palettes
 * @returns {Job}
 */
export function jobOf({ flags, width, height, payload }, format, isMask, palettes) {
  const coding = NAMES.get(payload.constructor);
  if (coding === undefined) throw new ProtocolError(`${payload.constructor.name} is not coded`);
  const isGlz = coding === "glz" || coding === "zlibGlz"; // which others may refer to
  if (isMask && coding !== "bitmap" && !isGlz) {
    throw new ProtocolError(`a mask is a bitmap, not ${payload.constructor.name}`);
  }
  const hasPalette = payload instanceof image.Bitmap || payload instanceof image.LzPlt;
  const palette = hasPalette && !isMask ? palettes.of(payload) : null;
  const hasHighBits = (flags & image.ImageFlags.HIGH_BITS_SET) !== 0;
  const fields = /** @type {any} */ (payload);
  return {
    coding,
    width,
    height,
    format,
    isMask,
    hasHighBits,
    palette,
    data: fields.data,
    flags: fields.flags ?? 0,
    bitmapFormat: fields.format ?? 0,
    stride: fields.stride ?? 0,
    columns: fields.x ?? 0,
    rows: fields.y ?? 0,
    innerSize: fields.glz_data_size ?? fields.jpeg_size ?? 0,
  };
}
