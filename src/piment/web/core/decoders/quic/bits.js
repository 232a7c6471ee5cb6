/** The bits of a QUIC stream (codecs.md 1.1): words little-endian, their highest bit first. */

import { CodecError } from "../error.js";

/** Bits of the remainder of a run's length, by the state of the run coder (codecs.md 1.8). */
const RUN_BITS = Uint8Array.of(
  0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14,
  15,
);
const LAST_STATE = RUN_BITS.length - 1;

/** Words of zeros behind the end, so that looking ahead stays inside. */
const SLACK = 4;

/** A place in the bits. */
export class Bits {
  /** @param {Uint8Array} bytes whole words */
  constructor(bytes) {
    this.words = new Uint32Array(bytes.length / 4 + SLACK);
    new Uint8Array(this.words.buffer).set(bytes);
    this.size = 8 * bytes.length;
    this.at = 0;
  }

  /** Return the next 32 bits, which stay. */
  peek() {
    const { words, at } = this;
    const index = at >>> 5;
    const shift = at & 31;
    return (words[index] << shift) | ((words[index + 1] >>> 1) >>> (31 - shift));
  }

  /**
   * Read the length of a run that covers at most `left` columns.
   * @param {{ state: number }} runs state of the run coder
   * @param {number} left
   */
  run(runs, left) {
    let length = 0;
    for (;;) {
      const isMore = this.peek() < 0;
      this.at += 1;
      if (!isMore) break;
      length += 1 << RUN_BITS[runs.state];
      if (runs.state < LAST_STATE) runs.state += 1;
      if (length > left) break;
    }
    const bits = RUN_BITS[runs.state];
    if (bits > 0) {
      length += this.peek() >>> (32 - bits);
      this.at += bits;
    }
    if (length > left) throw new CodecError(`QUIC: run of ${length} pixels, room for ${left}`);
    if (runs.state > 0) runs.state -= 1;
    return length;
  }

  /** Check that no more bits were taken than there are. */
  checkEnd() {
    if (this.at > this.size) {
      throw new CodecError(`QUIC: needs ${this.at} bits, the stream has ${this.size}`);
    }
  }

  /** Check that exactly the padding and a word of look-ahead are left. */
  finish() {
    const needed = 32 * (Math.ceil(this.at / 32) + 1);
    if (needed !== this.size) {
      throw new CodecError(`QUIC: needs ${needed} bits, the stream has ${this.size}`);
    }
  }
}
