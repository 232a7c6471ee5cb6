/** LZ4: rows of pixels as one LZ4 stream (codecs.md 4.4). */

import { CodecError } from "./error.js";
import { Kind, MOST_PIXELS, strideOf } from "./picture.js";
import { pictureOf } from "./rows.js";
import { copyUnits, truncated } from "./units.js";

const HEAD_SIZE = 2; // bytes: order of the rows, format of a bitmap
const SIZE_SIZE = 4; // bytes of what stands before each block
const LEAST_MATCH = 4;
const MORE = 15; // a length of so much goes on in the bytes behind

/** Units of a stream that a byte can stand for: a byte of a match's length. */
const MOST_BYTES_PER_BYTE = 255;

/**
 * Return the picture of an LZ4 image of `width` x `height` pixels, at most `limit` of them.
 *
 * Throws a `CodecError` when the stream is not exactly one well-formed image, or it is too large.
 * @param {Uint8Array} data
 * @param {number} width the size is not in the stream: it comes from the image's descriptor
 * @param {number} height
 * @param {number} [limit]
 */
export function decode(data, width, height, limit = MOST_PIXELS) {
  if (data.length < HEAD_SIZE) throw truncated("LZ4", HEAD_SIZE, data.length);
  const [topDown, kind] = data;
  if (kind < Kind.RGB16 || kind > Kind.RGBA) throw new CodecError(`LZ4: no format ${kind}`);
  if (width < 1 || height < 1 || width * height > limit) {
    throw new CodecError(`LZ4: ${width}x${height} pixels, at most ${limit} allowed`);
  }
  const stride = strideOf(kind, width);
  const bytes = decodeBlocks(data.subarray(HEAD_SIZE), stride * height);
  return pictureOf(kind, width, height, bytes, { stride, isTopDown: topDown !== 0 });
}

/**
 * Return the `size` bytes of a stream of blocks.
 * @param {Uint8Array} data
 * @param {number} size
 */
function decodeBlocks(data, size) {
  if (size > data.length * MOST_BYTES_PER_BYTE) {
    throw new CodecError(`LZ4: ${data.length} bytes cannot stand for ${size}`);
  }
  const out = new Uint8Array(size);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let [place, at] = [0, 0];
  while (place < data.length) {
    if (place + SIZE_SIZE > data.length) throw truncated("LZ4", place + SIZE_SIZE, data.length);
    const length = view.getUint32(place);
    const start = place + SIZE_SIZE;
    place = start + length;
    if (length === 0 || place > data.length) throw truncated("LZ4", place, data.length);
    at = decodeBlock(data.subarray(start, place), out, at);
  }
  if (at !== size) throw new CodecError(`LZ4: ${at} bytes decoded, ${size} expected`);
  return out;
}

/**
 * Decode a block that may refer to what was decoded before; returns where its bytes end.
 * @param {Uint8Array} block
 * @param {Uint8Array} out
 * @param {number} at
 */
function decodeBlock(block, out, at) {
  const bytes = block.length;
  let place = 0;
  for (;;) {
    if (place >= bytes) throw truncated("LZ4", place + 1, bytes);
    const token = block[place++];
    let count = token >>> 4;
    if (count === MORE) {
      let more = 255;
      for (; more === 255 && place < bytes; place += 1) count += more = block[place];
    }
    if (place + count > bytes) throw truncated("LZ4", place + count, bytes);
    if (at + count > out.length) throw tooLong(count, out.length - at);
    copyUnits(out, at, block, place, count, false);
    at += count;
    place += count;
    if (place === bytes) return at;
    const distance = block[place] | (block[place + 1] << 8);
    place += 2;
    let length = (token & 15) + LEAST_MATCH;
    if ((token & 15) === MORE) {
      let more = 255;
      for (; more === 255 && place < bytes; place += 1) length += more = block[place];
    }
    if (place > bytes) throw truncated("LZ4", place, bytes);
    if (distance === 0 || distance > at) {
      throw new CodecError(`LZ4: ${distance} bytes back, ${at} there`);
    }
    if (at + length > out.length) throw tooLong(length, out.length - at);
    copyUnits(out, at, out, at - distance, length, false);
    at += length;
  }
}

/**
 * @param {number} count
 * @param {number} left
 */
function tooLong(count, left) {
  return new CodecError(`LZ4: ${count} bytes, room for ${left}`);
}
