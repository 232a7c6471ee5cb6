/** Images of commands that are decoded meanwhile. */

/** @typedef {import("../canvas/types.js").Image} Image */

/** What became of an image: it is here, cannot be had, or comes later; a frame may give none. */
export class Found {
  /** @type {Image | null} */
  image = null;
  /** Why it cannot be had. @type {Error | null} */
  error = null;
  /** Settled when either is known; never rejects. @type {Promise<void> | null} */
  pending = null;
  /** Whether nothing that comes later can be relied on without it. */
  isVital = false;

  /**
   * Return what `find` returns, or throws.
   * @param {() => Image | Promise<Image | null>} find
   * @param {boolean} [isVital]
   */
  static by(find, isVital = false) {
    const found = new Found();
    found.isVital = isVital;
    try {
      const result = find();
      if (result instanceof Promise) found.#later(result);
      else found.image = result;
    } catch (error) {
      found.error = /** @type {Error} */ (error);
    }
    return found;
  }

  /** @param {Promise<Image | null>} result */
  #later(result) {
    this.pending = result
      .then(
        (image) => {
          this.image = image;
        },
        (error) => {
          this.error = error;
        },
      )
      .then(() => {
        this.pending = null;
      });
  }
}
