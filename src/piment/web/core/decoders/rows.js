/** Rows of bytes as they lie in bitmaps and in LZ4 images, into pictures (codecs.md 0.1). */

import { Kind, Picture, expanded, flipped, isColour, strideOf } from "./picture.js";

const OPAQUE = 0xffffff; // what of a pixel counts where there is a pad

/**
 * Return the picture of rows in the order of the stream.
 * @param {number} kind any but XXXA
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} bytes `stride` times `height`
 * @param {{ stride: number, isTopDown: boolean }} order
 */
export function pictureOf(kind, width, height, bytes, order) {
  const { stride, isTopDown } = order;
  const pixels = isColour(kind)
    ? coloursOf(kind, width, height, bytes, stride)
    : packed(bytes, height, stride, strideOf(kind, width));
  return new Picture(kind, width, height, isTopDown ? pixels : flipped(pixels, height), isTopDown);
}

/**
 * @param {number} kind
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} bytes
 * @param {number} stride
 */
function coloursOf(kind, width, height, bytes, stride) {
  const out = new Uint32Array(width * height);
  const size = strideOf(kind, 1);
  const mask = kind === Kind.RGBA ? -1 : OPAQUE;
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    const end = at + width;
    let place = y * stride;
    if (kind === Kind.RGB16) {
      for (; at < end; at += 1, place += 2) {
        out[at] = expanded(bytes[place] | (bytes[place + 1] << 8));
      }
      continue;
    }
    for (; at < end; at += 1, place += size) {
      const top = size === 4 ? bytes[place + 3] << 24 : 0;
      out[at] = (bytes[place] | (bytes[place + 1] << 8) | (bytes[place + 2] << 16) | top) & mask;
    }
  }
  return out;
}

/**
 * Return rows without what lies between them.
 * @param {Uint8Array} bytes
 * @param {number} height
 * @param {number} stride
 * @param {number} size bytes of a row
 */
function packed(bytes, height, stride, size) {
  if (stride === size) return bytes.slice(0, size * height);
  const out = new Uint8Array(size * height);
  for (let y = 0; y < height; y += 1) {
    out.set(bytes.subarray(y * stride, y * stride + size), y * size);
  }
  return out;
}
