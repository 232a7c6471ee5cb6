/** The error of all drawing. */

/** A command makes no sense on its surface; it has changed nothing, or only its own box. */
export class DrawError extends Error {
  /** @param {string} why what is wrong, with both numbers */
  constructor(why) {
    super(why);
    this.name = "DrawError";
  }
}
