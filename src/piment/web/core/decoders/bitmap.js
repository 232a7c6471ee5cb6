/** Plain rows of pixels (codecs.md 4.2). */

import { BitmapFlags, BitmapFmt } from "../protocol/image.js";
import { CodecError } from "./error.js";
import { Kind, MOST_PIXELS, strideOf } from "./picture.js";
import { pictureOf } from "./rows.js";

/**
 * Kinds by the format of a bitmap: the numbers are the same but for alpha alone.
 * @type {Map<number, number>}
 */
const KINDS = new Map([
  [BitmapFmt.FMT_1BIT_LE, Kind.PLT1_LE],
  [BitmapFmt.FMT_1BIT_BE, Kind.PLT1_BE],
  [BitmapFmt.FMT_4BIT_LE, Kind.PLT4_LE],
  [BitmapFmt.FMT_4BIT_BE, Kind.PLT4_BE],
  [BitmapFmt.FMT_8BIT, Kind.PLT8],
  [BitmapFmt.FMT_16BIT, Kind.RGB16],
  [BitmapFmt.FMT_24BIT, Kind.RGB24],
  [BitmapFmt.FMT_32BIT, Kind.RGB32],
  [BitmapFmt.RGBA, Kind.RGBA],
  [BitmapFmt.FMT_8BIT_A, Kind.A8],
]);

/**
 * Return the picture of a bitmap of at most `limit` pixels.
 *
 * Throws a `CodecError` for a format that is none, and rows that are longer than their stride.
 * @param {import("../protocol/image.js").Bitmap} bitmap
 * @param {number} [limit]
 */
export function decode(bitmap, limit = MOST_PIXELS) {
  const { x: width, y: height, stride, data } = bitmap;
  const kind = KINDS.get(bitmap.format);
  if (kind === undefined) throw new CodecError(`bitmap: no format ${bitmap.format}`);
  if (width * height > limit) {
    throw new CodecError(`bitmap: ${width}x${height} pixels, at most ${limit} allowed`);
  }
  const least = strideOf(kind, width);
  if (stride < least) throw new CodecError(`bitmap: stride is ${stride}, a row has ${least}`);
  if (data.length !== stride * height) {
    throw new CodecError(`bitmap: ${data.length} bytes, not ${stride * height}`);
  }
  const isTopDown = (bitmap.flags & BitmapFlags.TOP_DOWN) !== 0;
  return pictureOf(kind, width, height, data, { stride, isTopDown });
}
