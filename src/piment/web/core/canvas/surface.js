/** A picture in memory that can be painted on. */

import { SurfaceFmt } from "../protocol/display.js";
import { draw } from "./draw.js";
import { convert, formOf } from "./format.js";

/** @typedef {import("./types.js").Image} Image */
/** @typedef {import("./types.js").Words} Words */

/** A surface of any format, all zero at first. */
export class Surface {
  /**
   * @param {number} width
   * @param {number} height
   * @param {number} format a `SurfaceFmt`
   */
  constructor(width, height, format) {
    this.width = width;
    this.height = height;
    this.format = format;
    /** Its pixels, a word each, row after row without gaps. @type {Words} */
    this.words = formOf(format).words(width * height);
  }

  /**
   * Its pixels as 0xAARRGGBB; of a 32-bit surface they are those that are drawn on, with whatever
   * the top byte of xRGB has, of any other a picture of now.
   * @returns {Uint32Array}
   */
  get pixels() {
    const { words, format } = this;
    if (words instanceof Uint32Array) return words;
    const { FMT_32_ARGB } = SurfaceFmt;
    return /** @type {Uint32Array} */ (convert(words, format, FMT_32_ARGB));
  }

  /**
   * Carry out a command; returns a few rectangles that hold all that changed.
   *
   * Throws a `DrawError` when the command makes no sense here; then it has changed nothing, or only
   * its own box.
   * @param {import("./types.js").Command} command
   */
  draw(command) {
    return draw(this, command);
  }

  /**
   * Return what it shows as an image of commands, without copying it.
   * @returns {Image}
   */
  image() {
    const { format, width, height, words: pixels } = this;
    return { format, width, height, pixels, isSurface: true };
  }
}
