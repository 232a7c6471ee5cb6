/** Bytes that have come and are not taken yet. */

/** Chunks of a stream, taken in pieces of other sizes; a piece inside a chunk is not copied. */
export class Inflow {
  /** @type {Uint8Array[]} */
  #chunks = [];
  #first = 0; // the chunk that the place is in
  #at = 0; // in that chunk
  /** How many bytes are there. */
  size = 0;

  /**
   * Put bytes behind the others; they must not change any more.
   * @param {Uint8Array} chunk
   */
  push(chunk) {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.size += chunk.length;
  }

  /**
   * Return the next bytes, which stay.
   * @param {number} count at most `size`
   */
  peek(count) {
    const chunk = this.#chunks[this.#first];
    const end = this.#at + count;
    if (count === 0) return new Uint8Array(0);
    return end <= chunk.length ? chunk.subarray(this.#at, end) : this.#gathered(count);
  }

  /**
   * Return the next bytes, and pass them.
   * @param {number} count at most `size`
   */
  take(count) {
    const bytes = this.peek(count);
    this.size -= count;
    this.#at += count;
    while (this.#first < this.#chunks.length && this.#at >= this.#chunks[this.#first].length) {
      this.#at -= this.#chunks[this.#first].length;
      this.#first += 1;
    }
    this.#shed();
    return bytes;
  }

  /** @param {number} count */
  #gathered(count) {
    const bytes = new Uint8Array(count);
    let [filled, from] = [0, this.#at];
    for (let index = this.#first; filled < count; index += 1) {
      const part = this.#chunks[index].subarray(from, from + count - filled);
      bytes.set(part, filled);
      filled += part.length;
      from = 0;
    }
    return bytes;
  }

  /** Give up taken chunks, when they are at least as many as the others: each is moved once. */
  #shed() {
    if (2 * this.#first < this.#chunks.length) return;
    this.#chunks.splice(0, this.#first);
    this.#first = 0;
  }
}
