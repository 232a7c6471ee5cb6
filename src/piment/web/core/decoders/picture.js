/** What decoders make: pictures in memory (codecs.md 0.1). */

import { CodecError } from "./error.js";

/** Most pixels of a picture unless told otherwise: 8192x8192, or 256 MiB. */
export const MOST_PIXELS = 1 << 26;

/** What pixels are; the numbers are those of LZ and GLZ streams, GRAY apart as only QUIC has it. */
export const Kind = Object.freeze({
  PLT1_LE: 1,
  PLT1_BE: 2,
  PLT4_LE: 3,
  PLT4_BE: 4,
  PLT8: 5,
  RGB16: 6,
  RGB24: 7,
  RGB32: 8,
  RGBA: 9,
  XXXA: 10,
  A8: 11,
  GRAY: 100,
});

/** Bits of a pixel in streams, by kind. @type {{ readonly [kind: number]: number }} */
const BITS = Object.freeze({
  [Kind.PLT1_LE]: 1,
  [Kind.PLT1_BE]: 1,
  [Kind.PLT4_LE]: 4,
  [Kind.PLT4_BE]: 4,
  [Kind.PLT8]: 8,
  [Kind.RGB16]: 16,
  [Kind.RGB24]: 24,
  [Kind.RGB32]: 32,
  [Kind.RGBA]: 32,
  [Kind.XXXA]: 32,
  [Kind.A8]: 8,
  [Kind.GRAY]: 8,
});

/**
 * Return the bytes of a row of a kind, which begins at a byte.
 * @param {number} kind
 * @param {number} width
 */
export function strideOf(kind, width) {
  return Math.ceil((width * BITS[kind]) / 8);
}

/**
 * Whether each pixel is a number 0xAARRGGBB; else rows are bytes.
 * @param {number} kind
 */
export function isColour(kind) {
  return kind >= Kind.RGB16 && kind <= Kind.XXXA;
}

/** A decoded image, the top row first whatever the order of its stream. */
export class Picture {
  /**
   * @param {number} kind a `Kind`
   * @param {number} width
   * @param {number} height
   * @param {Uint32Array | Uint8Array} pixels 0xAARRGGBB by pixel where the kind is a colour, with
   *   what is not coded 0 and five bits expanded to eight; else rows of packed bytes without gaps
   * @param {boolean} isTopDown how the stream was coded
   */
  constructor(kind, width, height, pixels, isTopDown = true) {
    this.kind = kind;
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    this.isTopDown = isTopDown;
  }

  /**
   * Return the picture as colours, 0xAARRGGBB.
   *
   * GRAY gives grays, A8 black of that alpha. Throws a `CodecError` for a palette picture without
   * palette, or with an index beyond its end.
   * @param {ArrayLike<number> | null} palette 0x00RRGGBB
   * @returns {Uint32Array}
   */
  colours(palette = null) {
    if (this.pixels instanceof Uint32Array) return this.pixels;
    const table = tableOf(this.kind, palette);
    const out = new Uint32Array(this.width * this.height);
    const stride = strideOf(this.kind, this.width);
    const bits = BITS[this.kind];
    const [perByte, mask] = [8 / bits, (1 << bits) - 1];
    const isLow = this.kind === Kind.PLT1_LE || this.kind === Kind.PLT4_LE;
    let at = 0;
    for (let y = 0; y < this.height; y += 1) {
      for (let x = 0; x < this.width; x += 1) {
        const place = x % perByte;
        const shift = bits * (isLow ? place : perByte - 1 - place);
        const byte = this.pixels[y * stride + Math.floor(x / perByte)];
        const index = (byte >>> shift) & mask;
        if (index >= table.length) throw tooFew(index, table.length);
        out[at++] = table[index];
      }
    }
    return out;
  }
}

/**
 * Return rows in the other order.
 * @param {Uint32Array | Uint8Array} pixels
 * @param {number} height
 */
export function flipped(pixels, height) {
  const size = pixels.length / height;
  const out = pixels.slice();
  for (let row = 0; row < height; row += 1) {
    out.set(pixels.subarray(row * size, (row + 1) * size), (height - 1 - row) * size);
  }
  return out;
}

/**
 * Return five bits as eight.
 * @param {number} rgb16 x1 r5 g5 b5
 */
export function expanded(rgb16) {
  const spread =
    ((rgb16 & 0x7c00) << 9) | ((rgb16 & 0x03e0) << 6) | ((rgb16 & 0x001f) << 3);
  return spread | ((spread >>> 5) & 0x070707);
}

/**
 * Return a colour for each index there may be.
 * @param {number} kind
 * @param {ArrayLike<number> | null} palette
 * @returns {ArrayLike<number>}
 */
function tableOf(kind, palette) {
  if (kind === Kind.GRAY) return Uint32Array.from({ length: 256 }, (_, gray) => gray * 0x010101);
  if (kind === Kind.A8) return Uint32Array.from({ length: 256 }, (_, alpha) => alpha << 24);
  const entries = palette ?? [];
  if (BITS[kind] !== 4 || entries.length === 0) return entries;
  return Uint32Array.from({ length: 16 }, (_, index) => entries[index % entries.length]);
}

/**
 * @param {number} index
 * @param {number} entries
 */
function tooFew(index, entries) {
  return new CodecError(`palette: index ${index}, ${entries} entries`);
}
