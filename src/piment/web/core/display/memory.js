/** What the display channels of a session remember together (wire.md 14.1, 14.4). */

import { Init } from "../protocol/display.js";
import { Pixmaps } from "./pixmaps.js";

const PIXMAP_CACHE_ID = 1;
const PIXMAP_CACHE_PIXELS = (80 << 20) / 4; // as the reference client announces: 80 MiB

const DICTIONARY_ID = 1;
/** Between these, the reference client takes half of the machine's video memory. */
const [LEAST_DICTIONARY_BYTES, MOST_DICTIONARY_BYTES] = [12 << 20, 64 << 20];

/** Images that commands name, and the dictionary that coded ones refer to. */
export class DisplayMemory {
  #members = 0;

  /**
   * @param {number} ramHint bytes of the machine's video memory
   * @param {import("../decoding/pool.js").Pool} pool
   */
  constructor(ramHint, pool) {
    const half = Math.max(ramHint / 2, LEAST_DICTIONARY_BYTES);
    this.windowPixels = Math.floor(Math.min(half, MOST_DICTIONARY_BYTES) / 4);
    this.pool = pool;
    this.pixmaps = new Pixmaps(PIXMAP_CACHE_PIXELS);
    this.dictionary = pool.dictionary(this.windowPixels);
  }

  /** Whether images may come on more than one channel. */
  get isShared() {
    return this.#members > 1;
  }

  /** Count in a display channel; return what it has to say first (wire.md 7.4). */
  join() {
    this.#members += 1;
    const size = BigInt(PIXMAP_CACHE_PIXELS);
    return new Init(PIXMAP_CACHE_ID, size, DICTIONARY_ID, this.windowPixels);
  }

  /** Forget everything, and let all that wait fail. */
  close() {
    this.pixmaps.close();
    this.dictionary.close();
  }
}
