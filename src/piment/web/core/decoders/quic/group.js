/** The decoder of a group of channels of QUIC: the colours, or the alpha (codecs.md 1.7). */

import { Model } from "./model.js";
import { Pace } from "./pace.js";

/** The first column that a run may begin at. */
const FIRST_RUN = 3;

/** From so many pixels on, the engine's own loop is worth its call. */
const MANY = 24;

/**
 * Decodes columns with the models as they are; returns where it came to a run, or the end.
 * @typedef {(this: Group, column: number, end: number, nextRun: number) => number} Span
 */

/**
 * Decodes rows. A pixel's components lie in the bytes of one number; rows have the left neighbour
 * of the first column in front.
 */
export class Group {
  /**
   * @param {import("./bits.js").Bits} bits
   * @param {import("./codes.js").Family} family
   * @param {number} width
   * @param {number} channels
   * @param {Span} span
   */
  constructor(bits, family, width, channels, span) {
    this.span = span;
    this.bits = bits;
    this.family = family;
    this.width = width;
    this.models = Array.from({ length: channels }, () => new Model(family));
    this.pace = new Pace();
    this.runs = { state: 0 };
    this.current = new Uint32Array(width + 1);
    this.above = new Uint32Array(width + 1);
    /** The last residuals that were read, with the context of the first column in front. */
    this.coded = new Uint32Array(width + 1);
    this.isFirstRow = true;
  }

  /** Decode a row; returns its pixels, with one more in front. */
  row() {
    const { width, pace } = this;
    if (!this.isFirstRow) {
      [this.current, this.above] = [this.above, this.current];
      this.current[0] = this.above[1];
      this.coded[0] = this.coded[1];
    }
    for (let start = 0; start < width; ) {
      const end = pace.segmentEnd(start, width);
      this.#segment(start, end);
      pace.pass(end - start);
      start = end;
    }
    this.isFirstRow = false;
    this.bits.checkEnd();
    return this.current;
  }

  /**
   * Decode the columns from `column` to before `end`, which share a pace.
   * @param {number} column
   * @param {number} end
   */
  #segment(column, end) {
    const { pace } = this;
    if (column === 0) {
      this.span(0, 1, FIRST_RUN);
      if (pace.wait > 0) {
        pace.wait -= 1;
      } else {
        this.#update(0);
        pace.wait = pace.draw();
      }
      column = 1;
    }
    let stop = column + pace.wait;
    let nextRun = FIRST_RUN;
    for (;;) {
      const until = Math.min(end, stop + 1);
      column = this.span(column, until, nextRun);
      if (column < until) {
        pace.wait = stop - column;
        const length = this.bits.run(this.runs, end - column);
        this.#fill(column, length);
        nextRun = length > 0 ? column : column + 1;
        column += length;
        if (column === end) return;
        stop = column + pace.wait;
      } else if (stop < until) {
        this.#update(stop);
        stop = column + pace.draw();
      } else {
        pace.wait = stop - end;
        return;
      }
    }
  }

  /**
   * Repeat the pixel left of a column.
   * @param {number} column
   * @param {number} length
   */
  #fill(column, length) {
    const { current } = this;
    const pixel = current[column];
    const end = column + 1 + length;
    if (length >= MANY) current.fill(pixel, column + 1, end);
    else for (let at = column + 1; at < end; at += 1) current[at] = pixel;
  }

  /**
   * Let the models learn the residuals of a column.
   * @param {number} column
   */
  #update(column) {
    const { models, coded } = this;
    const contexts = coded[column];
    const values = coded[column + 1];
    const { trigger } = this.pace;
    for (let channel = 0; channel < models.length; channel += 1) {
      const shift = 8 * channel;
      const value = (values >>> shift) & 0xff;
      models[channel].update((contexts >>> shift) & 0xff, value, trigger);
    }
  }

}
