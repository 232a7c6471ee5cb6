/** LZ: whole images as LZ77 over pixels (codecs.md section 2). */

import { CodecError } from "./error.js";
import { Kind, MOST_PIXELS, Picture, flipped } from "./picture.js";
import { MAGIC, VERSION, copyUnits, passesOf, putLiterals, roomFor, truncated } from "./units.js";

/** @typedef {import("./units.js").PassForm} PassForm */

const HEADER_SIZE = 28; // bytes: seven big-endian words
const MOST_NEAR = 8191; // what the distance of the near form is less than

/**
 * Return the picture of an LZ stream of at most `limit` pixels.
 *
 * Throws a `CodecError` when the stream is not exactly one well-formed image, or it is too large.
 * @param {Uint8Array} data
 * @param {number} [limit]
 */
export function decode(data, limit = MOST_PIXELS) {
  const header = headerOf(data);
  const units = roomFor(header, data.length - HEADER_SIZE, limit);
  let place = HEADER_SIZE;
  for (const pass of passesOf(header.kind)) place = decodePass(data, place, units, pass);
  if (place < data.length) {
    throw new CodecError(`LZ: ${data.length - place} bytes are left over`);
  }
  const { kind, width, height, isTopDown } = header;
  const pixels = isTopDown ? units : flipped(units, height);
  return new Picture(kind, width, height, pixels, isTopDown);
}

/** @param {Uint8Array} data */
function headerOf(data) {
  if (data.length < HEADER_SIZE) throw truncated("LZ", HEADER_SIZE, data.length);
  const view = new DataView(data.buffer, data.byteOffset);
  const [magic, version, kind, width, height, stride, topDown] = Array.from(
    { length: 7 },
    (_, index) => view.getUint32(4 * index),
  );
  if (magic !== MAGIC || version !== VERSION) {
    throw new CodecError(`LZ: begins with ${magic}, version ${version}`);
  }
  if (kind < Kind.PLT1_LE || kind > Kind.A8) throw new CodecError(`LZ: no type ${kind}`);
  if (width === 0 || height === 0) throw new CodecError(`LZ: ${width}x${height} pixels`);
  return { kind, width, height, stride, isTopDown: topDown !== 0 };
}

/**
 * Decode a pass over all units; returns the place behind it in the stream.
 * @param {Uint8Array} data
 * @param {number} place
 * @param {Uint32Array | Uint8Array} out
 * @param {PassForm} pass
 */
function decodePass(data, place, out, pass) {
  const bytes = data.length;
  const { literal, bias, isAlpha } = pass;
  let at = 0;
  while (at < out.length) {
    if (place >= bytes) throw truncated("LZ", place + 1, bytes);
    const control = data[place++];
    if (control < 32) {
      const count = control + 1;
      if (count > out.length - at) throw tooLong(count, out.length - at);
      if (place + count * literal > bytes) throw truncated("LZ", place + count * literal, bytes);
      place = putLiterals(out, at, data, place, count, pass);
      at += count;
      continue;
    }
    let length = control >>> 5;
    if (length === 7) {
      let more = 255;
      for (; more === 255 && place < bytes; place += 1) length += more = data[place];
    }
    let distance = ((control & 31) << 8) + data[place++];
    if (distance === MOST_NEAR) {
      distance += (data[place] << 8) + data[place + 1];
      place += 2;
    }
    if (place > bytes) throw truncated("LZ", place, bytes);
    length += bias;
    distance += 1;
    if (distance > at) throw new CodecError(`LZ: ${distance} units back, ${at} there`);
    if (length > out.length - at) throw tooLong(length, out.length - at);
    copyUnits(out, at, out, at - distance, length, isAlpha);
    at += length;
  }
  return place;
}

/**
 * @param {number} count
 * @param {number} left
 */
function tooLong(count, left) {
  return new CodecError(`LZ: ${count} units, room for ${left}`);
}
