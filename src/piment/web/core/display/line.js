/** What is done in the order of messages, while pictures for later ones are decoded already. */

import { Turn } from "../turn.js";

/** Steps that wait at most before their channel stops to read on. */
const MOST_STEPS = 256;

/** Pixels of pictures that wait at most: two screens of 3840x2160. */
const MOST_PIXELS = 1 << 24;

/**
 * Something to do, once it is ready; `ready` never rejects.
 * @typedef {{ ready: Promise<unknown> | null, step: () => void, pixels: number }} Waiting
 */

/** Does steps one after the other; at once when nothing has to be waited for. */
export class Line {
  /** @type {Waiting[]} */
  #waiting = [];
  #pixels = 0;
  #isRunning = false;
  #isOver = false;
  #turn = new Turn();
  /** @type {(() => void)[]} */
  #wanting = [];

  /** @param {(error: Error) => void} fail is told what a step has thrown; nothing is done then */
  constructor(fail) {
    this.fail = fail;
  }

  /**
   * Do a step when all before are done, and `ready` is settled; return what to wait for before
   * there is more to do, if there is much already.
   * @param {Promise<unknown> | null} ready
   * @param {() => void} step
   * @param {number} [pixels] that wait with it
   * @returns {Promise<void> | null}
   */
  add(ready, step, pixels = 0) {
    if (this.#isOver) return null;
    if (ready === null && this.#waiting.length === 0) {
      step();
      return null;
    }
    this.#waiting.push({ ready, step, pixels });
    this.#pixels += pixels;
    if (!this.#isRunning) void this.#run();
    if (this.#hasRoom) return null;
    return new Promise((resolve) => {
      this.#wanting.push(resolve);
    });
  }

  /** Whether nothing is left to do. */
  get isEmpty() {
    return this.#waiting.length === 0;
  }

  /** Wait until nothing is left to do. */
  async settled() {
    while (!this.isEmpty) {
      await new Promise((resolve) => {
        this.#wanting.push(() => resolve(null));
      });
    }
  }

  get #hasRoom() {
    return this.#waiting.length < MOST_STEPS && this.#pixels < MOST_PIXELS;
  }

  async #run() {
    this.#isRunning = true;
    try {
      while (this.#waiting.length > 0) await this.#next(this.#waiting[0]);
    } catch (error) {
      this.close();
      this.fail(/** @type {Error} */ (error));
    } finally {
      this.#isRunning = false;
    }
  }

  /** Do nothing more. */
  close() {
    this.#isOver = true;
    this.#waiting = [];
    this.#wakeAll();
  }

  /** @param {Waiting} first */
  async #next({ ready, step, pixels }) {
    if (ready !== null) await ready;
    if (this.#isOver) return;
    step();
    this.#waiting.shift();
    this.#pixels -= pixels;
    if (this.#hasRoom) this.#wakeAll();
    if (this.#turn.isOver) await this.#turn.next();
  }

  #wakeAll() {
    for (const wake of this.#wanting.splice(0)) wake();
  }
}
