/** The one error of this folder. */

/** Bytes do not fit a declared struct, or a value does not fit its bytes. */
export class WireError extends Error {
  /**
   * @param {string} where path of the field, from the outermost struct: `DrawFill.brush.pat.id`
   * @param {string} why what is wrong, with both numbers
   */
  constructor(where, why) {
    super(`${where}: ${why}`);
    this.name = "WireError";
    this.where = where;
    this.why = why;
  }

  /**
   * Return the same error, seen from the struct that holds the field.
   * @param {string} path the struct and its field
   */
  inside(path) {
    const dot = this.where.indexOf(".");
    return new WireError(dot < 0 ? path : path + this.where.slice(dot), this.why);
  }
}
