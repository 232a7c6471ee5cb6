/** The context model of QUIC (codecs.md 1.5): which code a residual is written in. */

import { MOST_CODES } from "./codes.js";

/** The model of a channel. */
export class Model {
  /** @param {import("./codes.js").Family} family */
  constructor(family) {
    this.lengths = family.lengths;
    this.last = family.bits - 1;
    this.size = family.mask + 1;
    /** Bits that each code would have cost so far, by bucket. */
    this.costs = new Uint32Array(MOST_CODES * MOST_CODES);
    /** The code in use by context: the residual at the column before. */
    this.codes = new Uint8Array(this.size).fill(this.last);
  }

  /**
   * Learn that `value` came after `context`.
   * @param {number} context
   * @param {number} value
   * @param {number} trigger cost from which on all are halved
   */
  update(context, value, trigger) {
    const { costs, lengths, last } = this;
    const bucket = Math.min(31 - Math.clz32(context + 1), last);
    const row = MOST_CODES * bucket;
    const of = MOST_CODES * value;
    let best = last;
    let least = (costs[row + last] += lengths[of + last]);
    for (let code = last - 1; code >= 0; code -= 1) {
      const cost = (costs[row + code] += lengths[of + code]);
      if (cost < least) {
        least = cost;
        best = code;
      }
    }
    if (least > trigger) for (let code = 0; code <= last; code += 1) costs[row + code] >>>= 1;
    if (best !== this.codes[context]) {
      const first = (1 << bucket) - 1;
      this.codes.fill(best, first, bucket === last ? this.size : 2 * first + 1);
    }
  }
}
