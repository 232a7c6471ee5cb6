/** Work that lets others have their turn: input, other channels, and the page's painting. */

/** How long one channel works on what has come before the others have their turn. */
const TURN_MS = 6;

/** The turn of one worker. */
export class Turn {
  #ends = 0;

  /** Whether it is time to let the others work. */
  get isOver() {
    return performance.now() > this.#ends;
  }

  /** Let the others work; then it is this one's turn again. */
  async next() {
    // Not by setTimeout, which browsers slow down to one in 4 ms, and in hidden tabs to one in 1 s.
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      Object.assign(port1, { onmessage: () => resolve(null) });
      port2.postMessage(null);
    });
    port1.close();
    this.#ends = performance.now() + TURN_MS;
  }
}
