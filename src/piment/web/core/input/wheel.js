/** A wheel's deltas, fine ones too, as the steps that SPICE has. */

/** What a browser tells of a wheel. @typedef {object} WheelEvent
 * @property {number} deltaY down is positive
 * @property {number} deltaMode what that counts
 * @property {number} [wheelDeltaY] up is positive, 120 a notch
 */

/** What makes one step, by `deltaMode`: pixels, lines, pages. */
const STEP = [100, 3, 1];

/** A notch of a wheel that has notches, as old events tell it. */
const NOTCH = 120;

/** Steps of one event at most: a flick is not to go on for seconds. */
const MOST_STEPS = 10;

/** Adds up deltas. */
export class Wheel {
  #rest = 0; // parts of a step

  /**
   * Return how many steps an event makes, down is positive; the rest is kept.
   * @param {WheelEvent} event
   */
  steps({ deltaY, deltaMode, wheelDeltaY = 0 }) {
    const notches = -wheelDeltaY / NOTCH;
    const isNotched = notches !== 0 && Number.isInteger(notches);
    return this.add(isNotched ? notches : deltaY / STEP[deltaMode]);
  }

  /**
   * Return how many whole steps there are with some parts of one more.
   * @param {number} parts
   */
  add(parts) {
    if (!Number.isFinite(parts)) return 0;
    // Who turns round does not first want to take back what has not been a step yet.
    if (parts * this.#rest < 0) this.#rest = 0;
    const sum = this.#rest + parts;
    const steps = Math.trunc(sum);
    this.#rest = sum - steps;
    return Math.max(-MOST_STEPS, Math.min(MOST_STEPS, steps)) + 0;
  }

  /** Forget parts of a step. */
  reset() {
    this.#rest = 0;
  }
}
