/** How far each channel has come, for those that must wait for others (wire.md 3.5). */

/** The serial of the last message that each channel has completely processed. */
export class Progress {
  /** @type {Map<string, bigint>} by names such as `display:0` */
  #done = new Map();
  /** @type {(() => void)[]} */
  #waiting = [];

  /**
   * Count a channel that is about to be linked: what it has not done is waited for.
   * @param {string} channel
   */
  begin(channel) {
    this.#done.set(channel, 0n);
  }

  /**
   * Forget a channel: nobody waits for it any more.
   * @param {string} channel
   */
  end(channel) {
    this.#done.delete(channel);
    this.#tell();
  }

  /**
   * Take note that a channel has processed the message of that serial.
   * @param {string} channel
   * @param {bigint} serial
   */
  done(channel, serial) {
    if (!this.#done.has(channel)) return;
    this.#done.set(channel, serial);
    if (this.#waiting.length > 0) this.#tell();
  }

  /**
   * Whether a channel has come that far; one that is not there has.
   * @param {string} channel
   * @param {bigint} serial
   */
  hasReached(channel, serial) {
    return (this.#done.get(channel) ?? serial) >= serial;
  }

  /**
   * Wait until a channel has come that far.
   * @param {string} channel
   * @param {bigint} serial
   */
  async reached(channel, serial) {
    while (!this.hasReached(channel, serial)) {
      await new Promise((resolve) => {
        this.#waiting.push(() => resolve(null));
      });
    }
  }

  #tell() {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
