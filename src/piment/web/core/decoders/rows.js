/**
 * Rows of bytes as they lie in bitmaps and in LZ4 images, into pictures (codecs.md 0.1); pads are
 * what the sender left there.
 */

import { Kind, Picture, expanded, flipped, isColour, strideOf } from "./picture.js";

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
  const size = strideOf(kind, 1);
  if (size === 4 && stride === size * width) return new Uint32Array(owned(bytes));
  const out = new Uint32Array(width * height);
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    let place = y * stride;
    for (const end = at + width; at < end; at += 1, place += size) {
      out[at] = colourAt(kind, bytes, place);
    }
  }
  return out;
}

/**
 * Return the memory of bytes, of a copy if others lie beside them.
 * @param {Uint8Array} bytes
 */
function owned(bytes) {
  return bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
}

/**
 * @param {number} kind
 * @param {Uint8Array} bytes
 * @param {number} place
 */
function colourAt(kind, bytes, place) {
  if (kind === Kind.RGB16) return expanded(bytes[place] | (bytes[place + 1] << 8));
  const colour = bytes[place] | (bytes[place + 1] << 8) | (bytes[place + 2] << 16);
  return kind === Kind.RGB24 ? colour : colour | (bytes[place + 3] << 24);
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
