/** QUIC: prediction and adaptive Golomb-Rice codes (codecs.md section 1). */

import { CodecError } from "./error.js";
import { Kind, MOST_PIXELS, Picture } from "./picture.js";
import { Bits } from "./quic/bits.js";
import { FAMILIES } from "./quic/codes.js";
import { Group } from "./quic/group.js";
import { single, triple } from "./quic/span.js";
import { truncated } from "./units.js";

const HEADER_SIZE = 20; // bytes: five little-endian words
const MAGIC = 0x43495551;
const FORMAT_PIXELS = (1 << 29) - 1; // the format's own limit

/** Kinds by the type in the header. */
const KINDS = [null, Kind.GRAY, Kind.RGB16, Kind.RGB24, Kind.RGB32, Kind.RGBA];

/** Columns of a row that are no run. */
const FIRST_RUN = 3;

/**
 * Return the picture of a QUIC stream of at most `limit` pixels.
 *
 * Throws a `CodecError` when the stream is not exactly one well-formed image, or it is too large.
 * @param {Uint8Array} data
 * @param {number} [limit]
 */
export function decode(data, limit = MOST_PIXELS) {
  const { kind, width, height } = headerOf(data, Math.min(limit, FORMAT_PIXELS));
  const bits = new Bits(data.subarray(HEADER_SIZE));
  const pixels =
    kind === Kind.GRAY
      ? grays(bits, width, height)
      : colours(bits, width, height, kind);
  bits.finish();
  return new Picture(kind, width, height, pixels);
}

/**
 * @param {Uint8Array} data
 * @param {number} limit
 */
function headerOf(data, limit) {
  if (data.length < HEADER_SIZE) throw truncated("QUIC", HEADER_SIZE, data.length);
  const view = new DataView(data.buffer, data.byteOffset);
  const [magic, version, type, width, height] = Array.from({ length: 5 }, (_, index) =>
    view.getUint32(4 * index, true),
  );
  if (magic !== MAGIC || version !== 0) {
    throw new CodecError(`QUIC: begins with ${magic}, version ${version}`);
  }
  const kind = KINDS[type];
  if (!kind) throw new CodecError(`QUIC: no type ${type}`);
  if (width === 0 || height === 0 || width * height > limit) {
    throw new CodecError(`QUIC: ${width}x${height} pixels, at most ${limit} allowed`);
  }
  const bytes = data.length - HEADER_SIZE;
  if (bytes % 4 !== 0) throw new CodecError(`QUIC: ${bytes} bytes are no whole words`);
  const least = width + Math.min(width, FIRST_RUN) * (height - 1);
  if (least > 8 * bytes) throw new CodecError(`QUIC: ${bytes} bytes cannot hold ${least} bits`);
  return { kind, width, height };
}

/**
 * @param {Bits} bits
 * @param {number} width
 * @param {number} height
 */
function grays(bits, width, height) {
  const out = new Uint8Array(width * height);
  const group = new Group(bits, FAMILIES[8], width, 1, single);
  for (let y = 0; y < height; y += 1) out.set(group.row().subarray(1), y * width);
  return out;
}

/**
 * @param {Bits} bits
 * @param {number} width
 * @param {number} height
 * @param {number} kind
 */
function colours(bits, width, height, kind) {
  const out = new Uint32Array(width * height);
  const isRgb16 = kind === Kind.RGB16;
  const group = new Group(bits, FAMILIES[isRgb16 ? 5 : 8], width, 3, triple);
  const alphas = kind === Kind.RGBA ? new Group(bits, FAMILIES[8], width, 1, single) : null;
  for (let y = 0; y < height; y += 1) {
    out.set(group.row().subarray(1), y * width);
    if (alphas !== null) addAlphas(out, y * width, alphas.row());
  }
  if (isRgb16) {
    for (let at = 0; at < out.length; at += 1) {
      out[at] = (out[at] << 3) | ((out[at] >>> 2) & 0x070707);
    }
  }
  return out;
}

/**
 * @param {Uint32Array} out
 * @param {number} at
 * @param {Uint32Array} row with one more in front
 */
function addAlphas(out, at, row) {
  for (let column = 1; column < row.length; column += 1) out[at++] |= row[column] << 24;
}
