/** How well streams play, as servers want to know it (codecs.md 6.6). */

import { difference } from "../clock.js";
import { StreamReport } from "../protocol/display.js";

/** The delay of the sound while none is played. */
const NO_PLAYBACK = 0xffffffff;

/** Frames late one after the other that are told at once. */
const MOST_LATE_RUN = 3;

const CANNOT_DECODE = 0xffffffff;

/**
 * Return what tells a server that a stream is unknown here, or of no use.
 * @param {number} stream
 */
export function cannotDecode(stream) {
  return new StreamReport(stream, 0, 0, 0, 0, CANNOT_DECODE, 0, 0);
}

/** Counts the frames of one stream until it is time to tell the server. */
export class Report {
  #frames = 0;
  #drops = 0;
  #lateRun = 0;
  #firstTime = 0;
  #began = 0;

  /** @param {import("../protocol/display.js").StreamActivateReport} wanted */
  constructor(wanted) {
    this.wanted = wanted;
  }

  /**
   * Count a frame for `time` that comes `now`, both in the server's milliseconds; return the
   * report, if one is due.
   * @param {number} time
   * @param {number} now
   */
  frame(time, now) {
    if (this.#frames === 0) [this.#drops, this.#firstTime, this.#began] = [0, time, now];
    const margin = difference(time, now);
    this.#frames += 1;
    if (margin < 0) this.#drops += 1;
    this.#lateRun = margin < 0 ? this.#lateRun + 1 : 0;
    const isDue =
      this.#frames >= this.wanted.max_window_size ||
      difference(now, this.#began) >= this.wanted.timeout_ms ||
      this.#lateRun >= MOST_LATE_RUN;
    return isDue ? this.#finish(time, margin) : null;
  }

  /**
   * @param {number} time
   * @param {number} margin
   */
  #finish(time, margin) {
    const { stream_id: stream, unique_id: unique } = this.wanted;
    const [frames, drops] = [this.#frames, this.#drops];
    this.#frames = this.#lateRun = 0;
    return new StreamReport(
      ...[stream, unique, this.#firstTime, time, frames, drops, margin, NO_PLAYBACK],
    );
  }
}
