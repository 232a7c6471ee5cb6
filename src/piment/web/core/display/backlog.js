/** Which frames of a stream are left out when they come faster than they can be shown. */

import { difference } from "../clock.js";

/**
 * How much later than the best one a frame may come and be shown, in ms. Less is the network's
 * jitter; more shows that frames pile up, here or on the way.
 */
const BEHIND_MS = 200;

/** After which a frame is shown however late it is: from then on, that is how late they come. */
const MOST_MS_WITHOUT_PICTURE = 500;

/**
 * Judges the frames of one stream by how late each comes.
 *
 * Frames are shown when they arrive. The clock that they are stamped with is not ours, and a
 * network has its delay: only against each other can they be late.
 */
export class Backlog {
  /** @type {number | null} */
  #best = null;
  #shown = 0;

  /**
   * Whether a frame, `margin` ms early and looked at `now`, is one of a backlog.
   * @param {number} margin
   * @param {number} now ms
   */
  has(margin, now) {
    const best = Math.max(this.#best ?? margin, margin);
    const isBehind = margin < best - BEHIND_MS;
    if (isBehind && difference(now, this.#shown) < MOST_MS_WITHOUT_PICTURE) {
      this.#best = best;
      return true;
    }
    this.#best = isBehind ? margin : best;
    this.#shown = now;
    return false;
  }
}
