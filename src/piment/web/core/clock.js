/** The multimedia clock: by which the server's sound and video are shown (wire.md 5.5). */

const WRAP = 2 ** 32;
const HALF = 2 ** 31;

/** Shows the server's milliseconds, which wrap at 32 bits; 0 at first. */
export class Clock {
  #offset = -local();

  /**
   * Take the server's time, as of now.
   * @param {number} mmTime
   */
  set(mmTime) {
    this.#offset = mmTime - local();
  }

  /** The server's time in milliseconds. */
  get now() {
    return (((local() + this.#offset) % WRAP) + WRAP) % WRAP;
  }
}

/**
 * Return the milliseconds from one time to the other, whichever way is shorter.
 * @param {number} later
 * @param {number} earlier
 */
export function difference(later, earlier) {
  return ((((later - earlier + HALF) % WRAP) + WRAP) % WRAP) - HALF;
}

function local() {
  return Math.floor(performance.now());
}
