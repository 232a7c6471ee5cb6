/** The images of drawing commands: decoded, from the cache, or of other surfaces (wire.md 6.2). */

import { ProtocolError } from "../error.js";
import { jobOf } from "../decoding/job.js";
import {
  Bitmap, FromCache, FromCacheLossless, GlzRgb, ImageFlags, Jpeg, JpegAlpha, Surface, ZlibGlzRgb,
} from "../protocol/image.js";
import { Found } from "./found.js";

/** @typedef {import("../protocol/image.js").Image} WireImage */
/** @typedef {import("./memory.js").DisplayMemory} DisplayMemory */

/** @param {object} payload */
const isLossy = (payload) => payload instanceof Jpeg || payload instanceof JpegAlpha;

/** @param {object} payload */
const isGlz = (payload) => payload instanceof GlzRgb || payload instanceof ZlibGlzRgb;

/** Finds images in the order of messages, those of surfaces apart. */
export class Images {
  /** How many there were, by the names of their payloads. @type {Map<string, number>} */
  seen = new Map();

  /**
   * @param {import("./palettes.js").Palettes} palettes
   * @param {DisplayMemory} memory
   * @param {number} channel the id of the display channel
   */
  constructor(palettes, memory, channel) {
    this.palettes = palettes;
    this.memory = memory;
    this.channel = channel;
  }

  /**
   * Find an image, or begin to decode it, and keep it if it is to be kept; null: it is what a
   * surface shows when it is drawn.
   *
   * Throws a `ProtocolError` when too many are to be kept.
   * @param {WireImage} image
   * @param {number} format of the surface that it is drawn on
   * @param {boolean} isMask whether its bits say which pixels are drawn
   * @returns {Found | null}
   */
  find(image, format, isMask) {
    const { payload } = image;
    const name = payload.constructor.name;
    this.seen.set(name, (this.seen.get(name) ?? 0) + 1);
    if (payload instanceof Surface) return null;
    if (payload instanceof FromCache) return this.#cached(image, false);
    if (payload instanceof FromCacheLossless) return this.#cached(image, true);
    const found = this.#decoded(image, format, isMask);
    if (found.error === null) this.#keep(image, found);
    return found;
  }

  /**
   * @param {WireImage} image
   * @param {number} format
   * @param {boolean} isMask
   */
  #decoded(image, format, isMask) {
    const { dictionary, pool } = this.memory;
    const isVital = isGlz(image.payload);
    return Found.by(() => {
      const job = jobOf(image, format, isMask, this.palettes);
      return isVital ? dictionary.decode(this.channel, job) : pool.decode(job);
    }, isVital);
  }

  /**
   * @param {WireImage} image
   * @param {boolean} isLossless
   */
  #cached({ id }, isLossless) {
    const { pixmaps, isShared } = this.memory;
    const kept = pixmaps.find(id, isLossless);
    if (kept !== null) return kept;
    return Found.by(() => {
      if (!isShared) throw new ProtocolError(`image ${id} is not in the cache`);
      return this.#awaited(id, isLossless);
    });
  }

  /**
   * @param {bigint} id
   * @param {boolean} isLossless
   */
  async #awaited(id, isLossless) {
    const found = await this.memory.pixmaps.wait(id, isLossless);
    await found.pending;
    if (found.image === null) throw found.error;
    return found.image;
  }

  /**
   * @param {WireImage} image
   * @param {Found} found
   */
  #keep({ id, flags, width, height, payload }, found) {
    const { pixmaps } = this.memory;
    // A bitmap says itself how large it is; masks need not be as large as their descriptor says.
    const pixels = payload instanceof Bitmap ? payload.x * payload.y : width * height;
    if ((flags & ImageFlags.CACHE_ME) !== 0) pixmaps.add(id, found, pixels, isLossy(payload));
    else if ((flags & ImageFlags.CACHE_REPLACE_ME) !== 0) pixmaps.replace(id, found, pixels);
  }
}
