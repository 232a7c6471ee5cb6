/** Pictures that decoders made, as images for a surface (wire.md 19.2, steps 1 and 2). */

import { Kind } from "../decoders/picture.js";
import { SurfaceFmt } from "../protocol/display.js";
import { DrawError } from "./error.js";
import { OPAQUE, convert, isDeep } from "./format.js";

/** @typedef {import("../decoders/picture.js").Picture} Picture */
/** @typedef {import("./types.js").Image} Image */
/** @typedef {import("./types.js").Words} Words */

const { FMT_1_A, FMT_8_A, FMT_16_555, FMT_16_565, FMT_32_xRGB, FMT_32_ARGB } = SurfaceFmt;

/**
 * The palette, and whether pixels came as plain rows, in a BITMAP or LZ4: then 16 bits stay so on
 * all surfaces, and entries of palettes keep their top byte.
 * @typedef {{ palette?: ArrayLike<number> | null, isPlain?: boolean }} Origin
 */

/**
 * Return a picture in its native format on surfaces of format `format`.
 *
 * Throws a `CodecError` when the palette is missing or too short, and a `DrawError` when there may
 * be none.
 * @param {Picture} picture
 * @param {number} format
 * @param {Origin} [origin]
 * @returns {Image}
 */
export function imageOf(picture, format, { palette = null, isPlain = false } = {}) {
  const { kind, width, height, pixels } = picture;
  /** @type {(native: number, words: Words) => Image} */
  const image = (native, words) => ({ format: native, width, height, pixels: words });
  if (kind === Kind.RGBA) return image(FMT_32_ARGB, pixels);
  if (kind === Kind.A8) return image(FMT_8_A, pixels);
  const colours = picture.colours(palette);
  if (kind === Kind.RGB16 && (isPlain || !isDeep(format))) {
    return image(FMT_16_555, convert(colours, FMT_32_xRGB, FMT_16_555));
  }
  if (kind > Kind.PLT8) return image(FMT_32_xRGB, colours);
  if (isPlain && format === FMT_16_565) {
    throw new DrawError("surfaces of 16_565 take no images with palettes");
  }
  const mask = isPlain ? -1 : format === FMT_16_555 ? 0x7fff : ~OPAQUE;
  if (format === FMT_16_555) return image(FMT_16_555, Uint16Array.from(colours, (it) => it & mask));
  return image(FMT_32_xRGB, isPlain ? colours : colours.map((it) => it & mask));
}

/**
 * Return a picture as a mask.
 *
 * Throws a `DrawError` when it is not one of one bit a pixel.
 * @param {Picture} picture
 * @returns {Image}
 */
export function maskOf(picture) {
  const { kind, width, height } = picture;
  if (kind > Kind.PLT1_BE) throw new DrawError(`a mask has 1 bit a pixel, not kind ${kind}`);
  return { format: FMT_1_A, width, height, pixels: Uint8Array.from(picture.colours([0, 1])) };
}

/**
 * Return an image with its undefined bytes set, if it has such (HIGH_BITS_SET).
 * @param {Image} image
 * @returns {Image}
 */
export function withHighBits(image) {
  if (image.format !== FMT_32_xRGB) return image;
  return { ...image, pixels: image.pixels.map((pixel) => pixel | OPAQUE) };
}
