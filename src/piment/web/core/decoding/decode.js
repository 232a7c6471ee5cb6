/** Images from their coded form to that in which they are drawn (wire.md 19.2, 1 and 2). */

import { DrawError } from "../canvas/error.js";
import { imageOf, maskOf, withHighBits } from "../canvas/load.js";
import * as bitmap from "../decoders/bitmap.js";
import { CodecError } from "../decoders/error.js";
import * as lz from "../decoders/lz.js";
import * as lz4 from "../decoders/lz4.js";
import { MOST_PIXELS } from "../decoders/picture.js";
import * as quic from "../decoders/quic.js";
import { Bitmap } from "../protocol/image.js";
import { decodeAlpha, decodeJpeg } from "./jpeg.js";

/** @typedef {import("./job.js").Job} Job */
/** @typedef {import("../decoders/picture.js").Picture} Picture */
/** @typedef {import("../canvas/types.js").Image} Image */
/** @typedef {(job: Job, limit: number) => Picture | Promise<Picture>} Decode */

/** What decodes each coding that needs nothing but itself. @type {{ [coding: string]: Decode }} */
const DECODERS = {
  bitmap: (job) => bitmap.decode(bitmapOf(job)),
  quic: ({ data }, limit) => quic.decode(data, limit),
  lzPlt: ({ data }, limit) => lz.decode(data, limit),
  lz: ({ data }, limit) => lz.decode(data, limit),
  lz4: ({ data, width, height }, limit) => lz4.decode(data, width, height, limit),
  jpeg: ({ data }, limit) => decodeJpeg(data, limit),
  jpegAlpha: ({ data, flags, innerSize }, limit) => decodeAlpha(data, innerSize, flags, limit),
};

/** Codings that are plain rows, of which bits are kept that others leave out. */
const PLAIN = new Set(["bitmap", "lz4"]);

/** Codings that the browser decodes, and takes its time. */
export const SLOW = new Set(["jpeg", "jpegAlpha"]);

/**
 * Return the image of a job; a promise where the browser decodes.
 *
 * Throws, or rejects with, a `CodecError` or `DrawError` when it is broken.
 * @param {Job} job
 * @returns {Image | Promise<Image>}
 */
export function decode(job) {
  const picture = DECODERS[job.coding](job, Math.min(job.width * job.height, MOST_PIXELS));
  if (picture instanceof Promise) return picture.then((it) => loaded(job, it));
  return loaded(job, picture);
}

/**
 * Return a decoded picture as the job wants it.
 *
 * Throws a `CodecError` or `DrawError` when it does not fit.
 * @param {Job} job
 * @param {Picture} picture
 */
export function loaded(job, picture) {
  const { width, height, format, palette, isMask, hasHighBits } = job;
  if (isMask && job.coding === "bitmap") return maskOf(picture); // of whatever size it says itself
  if (picture.width !== width || picture.height !== height) {
    const size = `${picture.width}x${picture.height}`;
    throw new CodecError(`the image is ${size}, its descriptor says ${width}x${height}`);
  }
  const image = imageOf(picture, format, { palette, isPlain: PLAIN.has(job.coding) });
  return hasHighBits ? withHighBits(image) : image;
}

/**
 * Whether an error says that an image is broken, and no more than that.
 * @param {unknown} error
 */
export function isBroken(error) {
  return error instanceof CodecError || error instanceof DrawError;
}

/** @param {Job} job */
function bitmapOf({ bitmapFormat, flags, columns, rows, stride, data }) {
  return new Bitmap(bitmapFormat, flags, columns, rows, stride, null, null, data);
}
