/** JPEG, which the browser decodes, and JPEG with alpha (codecs.md 4.5, 4.6). */

import { CodecError } from "../decoders/error.js";
import * as lz from "../decoders/lz.js";
import { Kind, Picture } from "../decoders/picture.js";
import { JpegAlphaFlags } from "../protocol/image.js";

const START = 0xffd8;
const SCAN = 0xda;
/** Markers of frames of the sequential kind: baseline and extended. */
const SEQUENTIAL = new Set([0xc0, 0xc1]);
/** Of the others: progressive, lossless, hierarchical. */
const OTHERS = new Set([0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/**
 * What we use of a browser that is not a page.
 * @typedef {object} Browser
 * @property {(blob: Blob, options: object) => Promise<any>} createImageBitmap
 * @property {new (width: number, height: number) => any} OffscreenCanvas
 */

/**
 * Return the picture of a JPEG file of at most `limit` pixels, as RGB32 with this top byte.
 *
 * Rejects with a `CodecError` when the file is broken, too large, or nobody here decodes such.
 * @param {Uint8Array} data
 * @param {number} limit
 * @param {number} [top] what is added to 0x00RRGGBB
 * @returns {Promise<Picture>}
 */
export async function decodeJpeg(data, limit, top = 0) {
  const { width, height } = sizeOf(data);
  if (width * height === 0 || width * height > limit) {
    throw new CodecError(`JPEG: ${width}x${height} pixels, 1 to ${limit} allowed`);
  }
  const browser = /** @type {Browser} */ (/** @type {unknown} */ (globalThis));
  if (browser.createImageBitmap === undefined) throw new CodecError("JPEG: nobody decodes it here");
  const blob = new Blob([data.slice()], { type: "image/jpeg" });
  const options = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
  const bitmap = await browser.createImageBitmap(blob, options).catch((error) => {
    throw new CodecError(`JPEG: ${error.message}`);
  });
  try {
    const words = wordsOf(bitmap, width, height, browser);
    for (let at = 0; at < words.length; at += 1) {
      const abgr = words[at];
      words[at] = top | (abgr & 0xff00) | ((abgr & 0xff) << 16) | ((abgr >>> 16) & 0xff);
    }
    return new Picture(Kind.RGB32, width, height, words);
  } finally {
    bitmap.close();
  }
}

/**
 * Return the picture, as RGBA, of a JPEG file of `size` bytes and the LZ stream behind it.
 *
 * Rejects with a `CodecError` when one of the parts is broken or too large, or they do not fit.
 * @param {Uint8Array} data
 * @param {number} size
 * @param {number} flags `JpegAlphaFlags`: the order of rows in the LZ stream
 * @param {number} limit pixels
 */
export async function decodeAlpha(data, size, flags, limit) {
  if (size > data.length) {
    throw new CodecError(`JPEG_ALPHA: the file needs ${size} bytes, ${data.length} left`);
  }
  const alpha = lz.decode(data.subarray(size), limit);
  const { width, height, pixels } = await decodeJpeg(data.subarray(0, size), limit);
  const isTopDown = (flags & JpegAlphaFlags.TOP_DOWN) !== 0;
  const isSame = alpha.width === width && alpha.height === height && alpha.isTopDown === isTopDown;
  if (alpha.kind !== Kind.XXXA || !isSame) {
    throw new CodecError(`JPEG_ALPHA: alpha of kind ${alpha.kind} does not fit ${width}x${height}`);
  }
  for (let at = 0; at < pixels.length; at += 1) pixels[at] |= alpha.pixels[at] & 0xff000000;
  return new Picture(Kind.RGBA, width, height, pixels, isTopDown);
}

/**
 * Return the size that a file's frame header says, in pixels.
 *
 * Throws a `CodecError` when there is none, or it is not of the sequential kind.
 * @param {Uint8Array} data
 */
export function sizeOf(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length < 2 || view.getUint16(0) !== START) throw new CodecError("JPEG: no file");
  for (let place = 2; place + 4 <= data.length; place += 2 + view.getUint16(place + 2)) {
    const marker = data[place + 1];
    if (data[place] !== 0xff || marker === SCAN) break;
    if (OTHERS.has(marker)) throw new CodecError(`JPEG: a frame of kind ${marker}`);
    if (SEQUENTIAL.has(marker) && place + 9 <= data.length) {
      return { height: view.getUint16(place + 5), width: view.getUint16(place + 7) };
    }
  }
  throw new CodecError("JPEG: no frame header");
}

/**
 * Return what the browser decoded, as it has it: 0xffBBGGRR.
 * @param {any} bitmap
 * @param {number} width
 * @param {number} height
 * @param {Browser} browser
 */
function wordsOf(bitmap, width, height, browser) {
  const context = new browser.OffscreenCanvas(width, height).getContext("2d", {
    alpha: false,
    willReadFrequently: true,
  });
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return new Uint32Array(data.buffer, data.byteOffset, width * height);
}
