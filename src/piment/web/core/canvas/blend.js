/** Colour keys and alpha (wire.md 19.7, 19.8). */

import { SurfaceFmt } from "../protocol/display.js";
import { mul4, over } from "./colour.js";
import { formOf, isDeep } from "./format.js";
import { areaOf } from "./region.js";

/** @typedef {import("./raster.js").Placed} Placed */
/** @typedef {import("./spans.js").Spans} Spans */
/** @typedef {import("./types.js").Surface} Surface */

/**
 * Copy the pixels of an image whose bits under `bits` are not those of `key`.
 * @param {Surface} surface
 * @param {Spans} spans
 * @param {Placed} image
 * @param {number} key
 * @param {number} bits
 */
export function copyKeyed({ words, width }, spans, image, key, bits) {
  const { pixels } = image;
  const wanted = key & bits;
  spans.each(areaOf(image, image.left, image.top), (y, left, right) => {
    const row = y * width;
    const source = (y - image.top) * image.width - image.left;
    for (let x = left; x < right; x += 1) {
      const pixel = pixels[source + x];
      if ((pixel & bits) !== wanted) words[row + x] = pixel;
    }
  });
}

/**
 * Put an image of premultiplied 0xAARRGGBB over what is there.
 *
 * Where there is no image, nothing changes, but for the undefined bits of 16-bit surfaces.
 * @param {Surface} surface
 * @param {Spans} spans
 * @param {Placed} image
 * @param {number} opaque bits that are set in each pixel of the image before
 * @param {number} alpha how much of the image there is, of 255
 */
export function alphaBlend(surface, spans, image, opaque, alpha) {
  const { words, width, format } = surface;
  const { pixels, width: stride, left: corner, top } = image;
  if (format === SurfaceFmt.FMT_16_555) clearHighBits(surface, spans);
  const { unpack, pack } = formOf(format);
  const isPlain = isDeep(format);
  spans.each(areaOf(image, corner, top), (y, left, right) => {
    const source = (y - top) * stride - corner;
    const row = y * width;
    for (let x = left; x < right; x += 1) {
      const pixel = pixels[source + x] | opaque;
      const s = alpha === 255 ? pixel : mul4(pixel, alpha);
      words[row + x] = isPlain ? over(s, words[row + x]) : pack(over(s, unpack(words[row + x])));
    }
  });
}

/**
 * @param {Surface} surface
 * @param {Spans} spans
 */
function clearHighBits(surface, spans) {
  const { words, width } = surface;
  spans.each(areaOf(surface), (y, left, right) => {
    for (let at = y * width + left; at < y * width + right; at += 1) words[at] &= 0x7fff;
  });
}
