/** What LZ and GLZ have in common: units as literals and in matches, and images in bytes. */

import { CodecError } from "./error.js";
import { Kind, expanded, isColour, strideOf } from "./picture.js";

/** Sides beyond this are no image: the format counts them in 31 bits. */
const MOST_SIDE = 0x7fffffff;

/** From so many units on, the engine's own loops are worth their call. */
const MANY = 24;

export const MAGIC = 0x20205a4c;
export const VERSION = 0x00010001;

/** What a pass reads: how many bytes a literal has, and how far lengths are shortened. */
export const Pass = Object.freeze({
  BYTES: { literal: 1, bias: 2, isAlpha: false },
  RGB16: { literal: 2, bias: 1, isAlpha: false },
  COLOUR: { literal: 3, bias: 0, isAlpha: false },
  ALPHA: { literal: 1, bias: 2, isAlpha: true },
});

/** @typedef {{ literal: number, bias: number, isAlpha: boolean }} PassForm */

/**
 * Return the passes that an image of a kind takes.
 * @param {number} kind
 * @returns {PassForm[]}
 */
export function passesOf(kind) {
  switch (kind) {
    case Kind.RGB16:
      return [Pass.RGB16];
    case Kind.RGB24:
    case Kind.RGB32:
      return [Pass.COLOUR];
    case Kind.RGBA:
      return [Pass.COLOUR, Pass.ALPHA];
    case Kind.XXXA:
      return [Pass.ALPHA];
    default:
      return [Pass.BYTES];
  }
}

/** A length byte says 255, and of palette images each byte is one unit; that is the most. */
const MOST_UNITS_PER_BYTE = 255;

/**
 * Return the room for an image, if its header and the length of its stream allow for it.
 *
 * Throws a `CodecError` for sizes that cannot be, and images of more than `limit` pixels.
 * @param {{ kind: number, width: number, height: number, stride: number }} header
 * @param {number} bytes of the stream behind the header
 * @param {number} limit
 */
export function roomFor(header, bytes, limit) {
  const { kind, width, height, stride } = header;
  if (width > MOST_SIDE || height > MOST_SIDE || width * height > limit) {
    throw new CodecError(`LZ: ${width}x${height} pixels, at most ${limit} allowed`);
  }
  const expected = strideOf(kind, width);
  if (stride !== expected) throw new CodecError(`LZ: stride is ${stride}, not ${expected}`);
  const units = (isColour(kind) ? width : expected) * height;
  if (units > bytes * MOST_UNITS_PER_BYTE) {
    throw new CodecError(`LZ: ${bytes} bytes cannot stand for ${units} units`);
  }
  return isColour(kind) ? new Uint32Array(units) : new Uint8Array(units);
}

/**
 * Put literals; returns the place behind them in the stream.
 * @param {Uint32Array | Uint8Array} out
 * @param {number} at
 * @param {Uint8Array} data
 * @param {number} from
 * @param {number} count
 * @param {PassForm} pass
 */
export function putLiterals(out, at, data, from, count, pass) {
  const end = at + count;
  let place = from;
  if (pass.isAlpha) {
    for (; at < end; at += 1) out[at] = (out[at] & 0xffffff) | (data[place++] << 24);
  } else if (pass.literal === 3) {
    for (; at < end; at += 1, place += 3) {
      out[at] = data[place] | (data[place + 1] << 8) | (data[place + 2] << 16);
    }
  } else if (pass.literal === 2) {
    for (; at < end; at += 1, place += 2) out[at] = expanded((data[place] << 8) | data[place + 1]);
  } else {
    for (; at < end; at += 1) out[at] = data[place++];
  }
  return place;
}

/**
 * Copy units in rising order, so that what was copied may be copied again.
 * @param {Uint32Array | Uint8Array} out
 * @param {number} at
 * @param {Uint32Array | Uint8Array} source `out` itself, or an earlier image
 * @param {number} from
 * @param {number} count
 * @param {boolean} isAlpha whether only the top byte is copied
 */
export function copyUnits(out, at, source, from, count, isAlpha) {
  const end = at + count;
  if (isAlpha) {
    for (; at < end; at += 1) out[at] = (out[at] & 0xffffff) | (source[from++] & 0xff000000);
  } else if (count < MANY) {
    for (; at < end; at += 1) out[at] = source[from++];
  } else if (source !== out) {
    out.set(source.subarray(from, from + count), at);
  } else if (at - from === 1) {
    out.fill(out[from], at, end);
  } else {
    repeat(out, at, from, end);
  }
}

/**
 * Copy what lies before, in pieces that double.
 * @param {Uint32Array | Uint8Array} out
 * @param {number} at
 * @param {number} from
 * @param {number} end
 */
function repeat(out, at, from, end) {
  for (let place = at; place < end; ) {
    const size = Math.min(place - from, end - place);
    out.copyWithin(place, from, from + size);
    place += size;
  }
}

/**
 * @param {string} codec
 * @param {number} place
 * @param {number} bytes
 */
export function truncated(codec, place, bytes) {
  return new CodecError(`${codec}: needs ${place} bytes, the stream has ${bytes}`);
}
