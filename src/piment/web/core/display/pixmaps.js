/** The images that the display channels of a session remember (wire.md 14.1). */

import { ProtocolError } from "../error.js";
import { PIXMAP_CACHE_SLACK } from "../protocol/limits.js";

/** @typedef {import("./found.js").Found} Found */

/**
 * What an image counts for at least, in pixels: the words around it weigh as much as so many.
 */
const LEAST_PIXELS = 128;

/** How long an image of another channel may take to come: far longer than any queue on the way. */
const PATIENCE_MS = 10_000;

/**
 * An image, what it counts for, and how often it was announced without being dropped.
 * @typedef {{ found: Found, isLossy: boolean, weight: number, count: number }} Pixmap
 */

/**
 * Images by their keys; the server says which are kept and which are dropped.
 *
 * All display channels of a session share them, so that an image may come on another channel than
 * the command that names it. They are kept in the order of messages, and may be decoded later.
 */
export class Pixmaps {
  /** @type {Map<bigint, Pixmap>} */
  #pixmaps = new Map();
  #pixels = 0;
  #isClosed = false;
  /** Who waits for a change. @type {Set<() => void>} */
  #waiting = new Set();

  /** @param {number} budget the pixels that the server was told of */
  constructor(budget) {
    this.most = PIXMAP_CACHE_SLACK * budget;
  }

  /**
   * Keep an image, once more if it is kept already (CACHE_ME).
   *
   * Throws a `ProtocolError` when too many are to be kept.
   * @param {bigint} key
   * @param {Found} found
   * @param {number} pixels
   * @param {boolean} isLossy
   */
  add(key, found, pixels, isLossy) {
    const known = this.#pixmaps.get(key);
    if (known !== undefined) known.count += 1;
    if (known === undefined || known.isLossy || !isLossy) this.#put(key, found, pixels, isLossy);
  }

  /**
   * Keep a lossless image instead of a lossy one (CACHE_REPLACE_ME).
   *
   * Throws a `ProtocolError` when too many are to be kept.
   * @param {bigint} key
   * @param {Found} found
   * @param {number} pixels
   */
  replace(key, found, pixels) {
    this.#put(key, found, pixels, false);
  }

  /**
   * Return an image, if it has come already and is good enough.
   * @param {bigint} key
   * @param {boolean} isLossless whether it has to be
   */
  find(key, isLossless) {
    const pixmap = this.#pixmaps.get(key);
    return pixmap === undefined || (isLossless && pixmap.isLossy) ? null : pixmap.found;
  }

  /**
   * Return an image, when it has come and is good enough.
   *
   * Rejects with a `ProtocolError` when it does not come.
   * @param {bigint} key
   * @param {boolean} isLossless whether it has to be
   * @returns {Promise<Found>}
   */
  wait(key, isLossless) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.find(key, isLossless);
        if (found !== null) end(() => resolve(found));
        else if (this.#isClosed) end(() => reject(new ProtocolError("no images come any more")));
      };
      const timer = setTimeout(() => {
        const why = `image ${key} does not come within ${PATIENCE_MS / 1000} s`;
        end(() => reject(new ProtocolError(why)));
      }, PATIENCE_MS);
      /** @param {() => void} settle */
      const end = (settle) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /**
   * Undo one `add`; nothing happens if there is no such image.
   * @param {bigint} key
   */
  drop(key) {
    const pixmap = this.#pixmaps.get(key);
    if (pixmap === undefined) return;
    pixmap.count -= 1;
    if (pixmap.count > 0) return;
    this.#pixmaps.delete(key);
    this.#pixels -= pixmap.weight;
  }

  /** Forget all images. */
  clear() {
    this.#pixmaps.clear();
    this.#pixels = 0;
  }

  /** Forget all images, and let all that wait fail. */
  close() {
    this.clear();
    this.#isClosed = true;
    this.#wake();
  }

  /**
   * @param {bigint} key
   * @param {Found} found
   * @param {number} pixels
   * @param {boolean} isLossy
   */
  #put(key, found, pixels, isLossy) {
    const known = this.#pixmaps.get(key);
    const weight = Math.max(pixels, LEAST_PIXELS);
    this.#pixels += weight - (known?.weight ?? 0);
    if (this.#pixels > this.most) {
      const why = `${this.#pixels} pixels of images are to be kept, allowed are ${this.most}`;
      throw new ProtocolError(why);
    }
    this.#pixmaps.set(key, { found, isLossy, weight, count: known?.count ?? 1 });
    this.#wake();
  }

  #wake() {
    for (const look of [...this.#waiting]) look();
  }
}
