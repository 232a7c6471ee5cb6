/** What the channels of one session have in common. */

import { Clock } from "./clock.js";
import { DisplayMemory } from "./display/memory.js";
import { Progress } from "./progress.js";
import { MouseModeFlags } from "./protocol/main.js";

/** @typedef {import("./events.js").Event} Event */
/** @typedef {(event: Event) => void} Listener */

/** Clock, progress, decoders, and whoever listens; one for a session. */
export class Shared {
  clock = new Clock();
  progress = new Progress();
  /** A `MouseModeFlags`: whether the pointer is moved or placed. @type {number} */
  mouseMode = MouseModeFlags.SERVER;
  /** What the server can do. @type {number} */
  mouseModes = MouseModeFlags.SERVER;
  /** Bytes of the machine's video memory, by which the GLZ window is sized. */
  ramHint = 0;
  /** @type {Set<Listener>} */
  #listeners = new Set();
  /** @type {DisplayMemory | null} */
  #displayMemory = null;

  /**
   * @param {import("./decoding/pool.js").Pool} pool decodes images
   * @param {import("./display/video.js").Video} video makes decoders of video
   */
  constructor(pool, video) {
    this.pool = pool;
    this.video = video;
  }

  /** What the display channels remember together. */
  get displayMemory() {
    this.#displayMemory ??= new DisplayMemory(this.ramHint, this.pool);
    return this.#displayMemory;
  }

  /**
   * Call `listener` with every event from now on; return how to stop that.
   * @param {Listener} listener
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Let all listeners know.
   * @param {Event} event
   */
  tell(event) {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Give up what is remembered: nobody may wait for it any more. */
  close() {
    this.#displayMemory?.close();
    this.pool.close();
  }
}
