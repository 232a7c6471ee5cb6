/** What has changed on a screen and was not looked at yet. */

/** @typedef {import("../canvas/types.js").Rect} Rect */

/** Rectangles that are kept apart; of more, only the one around all: a painter merges them. */
const MOST_RECTS = 256;

/** Gathers rectangles until somebody takes them; `tell` is called with the first one of them. */
export class Damage {
  /** @type {Rect[]} */
  #rects = [];

  /** @param {() => void} tell */
  constructor(tell) {
    this.tell = tell;
  }

  /**
   * Take note that these have changed.
   * @param {readonly Rect[]} rects
   */
  add(rects) {
    if (rects.length === 0) return;
    const isFirst = this.#rects.length === 0;
    this.#rects.push(...rects);
    if (this.#rects.length > MOST_RECTS) this.#rects = [around(this.#rects)];
    if (isFirst) this.tell();
  }

  /** Return what has changed since the last time. */
  take() {
    const rects = this.#rects;
    this.#rects = [];
    return rects;
  }
}

/** @param {readonly Rect[]} rects one at least */
function around(rects) {
  const sum = { ...rects[0] };
  for (const { left, top, right, bottom } of rects) {
    sum.left = Math.min(sum.left, left);
    sum.top = Math.min(sum.top, top);
    sum.right = Math.max(sum.right, right);
    sum.bottom = Math.max(sum.bottom, bottom);
  }
  return sum;
}
