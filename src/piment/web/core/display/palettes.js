/** The palettes that a display channel remembers (wire.md 14.2). */

import { ProtocolError } from "../error.js";
import { BitmapFlags } from "../protocol/image.js";
import { MOST_CACHED_PALETTES } from "../protocol/limits.js";

/** Palettes by their keys; the server says which are kept and which are dropped. */
export class Palettes {
  /** @type {Map<bigint, Uint32Array>} */
  #palettes = new Map();

  /**
   * Return the palette of an image, which may bring one along to be kept; null: it has none.
   *
   * Throws a `ProtocolError` when the palette that it names is not here, or there are too many.
   * @param {import("../protocol/image.js").Bitmap | import("../protocol/image.js").LzPlt} image
   */
  of({ flags, palette, palette_id: key }) {
    if (palette !== null) {
      const entries = Uint32Array.from(palette.ents);
      if ((flags & BitmapFlags.PAL_CACHE_ME) !== 0) this.#keep(palette.unique, entries);
      return entries;
    }
    if (key === null) return null;
    const kept = this.#palettes.get(key);
    if (kept === undefined) throw new ProtocolError(`there is no palette ${key}`);
    return kept;
  }

  /**
   * Forget one palette.
   * @param {bigint} key
   */
  drop(key) {
    this.#palettes.delete(key);
  }

  /** Forget all palettes. */
  clear() {
    this.#palettes.clear();
  }

  /**
   * @param {bigint} key
   * @param {Uint32Array} entries
   */
  #keep(key, entries) {
    if (key === 0n) return;
    if (!this.#palettes.has(key) && this.#palettes.size >= MOST_CACHED_PALETTES) {
      throw new ProtocolError(`more than ${MOST_CACHED_PALETTES} palettes are to be kept`);
    }
    this.#palettes.set(key, entries);
  }
}
