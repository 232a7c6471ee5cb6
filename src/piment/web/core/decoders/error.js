/** The error of all decoders. */

/** A stream is not a well-formed image, or it asks for too much. */
export class CodecError extends Error {
  /** @param {string} why the codec, what is wrong, and both numbers */
  constructor(why) {
    super(why);
    this.name = "CodecError";
  }
}
