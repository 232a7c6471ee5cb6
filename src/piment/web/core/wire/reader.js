/** From bytes to values: what the generated readers of `protocol/` stand on. */

import { WireError } from "./error.js";

/**
 * Return the value of exactly these bytes.
 *
 * Throws a `WireError` when they do not fit, or some are left over.
 * @template T
 * @param {(input: Reader) => T} read the reader of a struct
 * @param {Uint8Array} body
 * @param {string} name the struct, for the error
 * @returns {T}
 */
export function unpack(read, body, name) {
  const input = new Reader(body);
  const value = read(input);
  const left = body.length - Math.max(input.at, input.farthest);
  if (left > 0) throw new WireError(name, `${left} bytes are left over`);
  return value;
}

/** A place in the body of a message. */
export class Reader {
  /** @param {Uint8Array} body the values that are read refer to its bytes: no copy is made */
  constructor(body) {
    this.body = body;
    this.view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.size = body.length;
    this.at = 0;
    /** Where the last of the parts behind pointers ends. */
    this.farthest = 0;
  }

  /** How many bytes there are behind the place. */
  get left() {
    return Math.max(0, this.size - this.at);
  }

  /**
   * Pass neighbouring fields of fixed size; return where they begin.
   * @param {number} size bytes of all
   * @param {string} struct its name
   * @param {string} fields their names and sizes, `x:4 y:4`
   */
  take(size, struct, fields) {
    const start = this.at;
    if (start + size > this.size) this.#short(struct, fields);
    this.at = start + size;
    return start;
  }

  /** @param {number} at */
  u8(at) {
    return this.body[at];
  }

  /** @param {number} at */
  u16(at) {
    return this.view.getUint16(at, true);
  }

  /** @param {number} at */
  u32(at) {
    return this.view.getUint32(at, true);
  }

  /** @param {number} at */
  u64(at) {
    return this.view.getBigUint64(at, true);
  }

  /** @param {number} at */
  i16(at) {
    return this.view.getInt16(at, true);
  }

  /** @param {number} at */
  i32(at) {
    return this.view.getInt32(at, true);
  }

  /** @param {number} at */
  i64(at) {
    return this.view.getBigInt64(at, true);
  }

  /**
   * Return the next bytes.
   * @param {number} count
   * @param {string} where
   */
  bytes(count, where) {
    const end = this.at + count;
    if (end > this.size) throw new WireError(where, `needs ${count} bytes, ${this.left} left`);
    const bytes = this.body.subarray(this.at, end);
    this.at = end;
    return bytes;
  }

  /** Pass a zero byte, if there is one. */
  passZero() {
    if (this.at < this.size && this.body[this.at] === 0) this.at += 1;
  }

  /**
   * Return the length of a list that goes on to the end of the message.
   * @param {number} unit bytes of an item
   * @param {string} where
   */
  rest(unit, where) {
    const bytes = this.size - this.at;
    if (bytes % unit) {
      throw new WireError(where, `${bytes} bytes are left, no multiple of ${unit}`);
    }
    return bytes / unit;
  }

  /**
   * Check an offset.
   * @param {number} offset
   * @param {string} where
   */
  seek(offset, where) {
    if (offset >= this.size) {
      throw new WireError(where, `offset ${offset}, message has ${this.size} bytes`);
    }
  }

  /**
   * Read a struct within a struct.
   * @template T
   * @param {(input: Reader) => T} read
   * @param {string} where struct and field that hold it
   * @returns {T}
   */
  nested(read, where) {
    try {
      return read(this);
    } catch (error) {
      throw error instanceof WireError ? error.inside(where) : error;
    }
  }

  /**
   * Read the struct that a tag names.
   * @template T
   * @param {(input: Reader, tag: number) => T} choose
   * @param {number} tag
   * @param {string} where struct and field that hold it
   * @returns {T}
   */
  chosen(choose, tag, where) {
    try {
      return choose(this, tag);
    } catch (error) {
      throw error instanceof WireError ? error.inside(where) : error;
    }
  }

  /**
   * Read the struct at an offset.
   * @template T
   * @param {(input: Reader) => T} read
   * @param {number} offset
   * @param {string} where struct and field that hold the offset
   * @returns {T}
   */
  part(read, offset, where) {
    return given(this.partOrNull(read, offset, where), where);
  }

  /**
   * As `part`; offset 0 stands for null.
   * @template T
   * @param {(input: Reader) => T} read
   * @param {number} offset
   * @param {string} where
   * @returns {T | null}
   */
  partOrNull(read, offset, where) {
    this.seek(offset, where);
    if (offset === 0) return null;
    const back = this.at;
    this.at = offset;
    const value = this.nested(read, where);
    this.comeBack(back);
    return value;
  }

  /**
   * Read what is no struct at an offset.
   * @template T
   * @param {() => T} read
   * @param {number} offset
   * @param {string} where struct and field that hold the offset
   * @returns {T}
   */
  away(read, offset, where) {
    return given(this.awayOrNull(read, offset, where), where);
  }

  /**
   * As `away`; offset 0 stands for null.
   * @template T
   * @param {() => T} read
   * @param {number} offset
   * @param {string} where
   * @returns {T | null}
   */
  awayOrNull(read, offset, where) {
    this.seek(offset, where);
    if (offset === 0) return null;
    const back = this.at;
    this.at = offset;
    const value = read();
    this.comeBack(back);
    return value;
  }

  /**
   * Return from the end of a part.
   * @param {number} back
   */
  comeBack(back) {
    if (this.at > this.farthest) this.farthest = this.at;
    this.at = back;
  }

  /**
   * Read a list of structs.
   * @template T
   * @param {(input: Reader) => T} read
   * @param {number} count
   * @param {string} where
   * @returns {T[]}
   */
  list(read, count, where) {
    const items = [];
    for (let index = 0; index < count; index += 1) {
      items.push(this.element(read, index, where));
    }
    return items;
  }

  /**
   * Read structs up to the end of the message.
   * @template T
   * @param {(input: Reader) => T} read
   * @param {number} most
   * @param {string} where
   * @returns {T[]}
   */
  listToEnd(read, most, where) {
    const items = [];
    while (this.at < this.size) {
      if (items.length === most) throw new WireError(where, `more than ${most} items`);
      items.push(this.element(read, items.length, where));
    }
    return items;
  }

  /**
   * Read the structs that a list of offsets leads to.
   *
   * Many offsets may name the same bytes; all parts together may not be longer than the message,
   * lest a small message grow without bounds.
   * @template T
   * @param {(input: Reader) => T} read
   * @param {number[]} offsets
   * @param {string} where
   * @returns {T[]}
   */
  parts(read, offsets, where) {
    const back = this.at;
    let spent = 0;
    const items = offsets.map((offset, index) => {
      this.seek(offset, `${where}[${index}]`);
      this.at = offset;
      const item = this.element(read, index, where);
      this.farthest = Math.max(this.farthest, this.at);
      spent += this.at - offset;
      if (spent > this.size) {
        throw new WireError(where, `${spent} bytes of parts in a message of ${this.size}`);
      }
      return item;
    });
    this.at = back;
    return items;
  }

  /**
   * Read an element of a list.
   * @template T
   * @param {(input: Reader) => T} read
   * @param {number} index
   * @param {string} where
   * @returns {T}
   */
  element(read, index, where) {
    try {
      return read(this);
    } catch (error) {
      throw error instanceof WireError ? error.inside(`${where}[${index}]`) : error;
    }
  }

  /**
   * Read a list of integers; `get` is a method of this class.
   * @template {number | bigint} T
   * @param {(this: Reader, at: number) => T} get
   * @param {number} size bytes of one
   * @param {number} count
   * @param {string} where
   * @returns {T[]}
   */
  integers(get, size, count, where) {
    if (this.at + count * size > this.size) {
      throw new WireError(where, `needs ${count * size} bytes, ${this.left} left`);
    }
    /** @type {T[]} */
    const numbers = [];
    for (let index = 0; index < count; index += 1) {
      numbers.push(get.call(this, this.at));
      this.at += size;
    }
    return numbers;
  }

  /**
   * Name the first field that the message is too short for.
   * @param {string} struct
   * @param {string} fields
   */
  #short(struct, fields) {
    let at = this.at;
    for (const field of fields.split(" ")) {
      const [path, digits] = field.split(":");
      const size = Number(digits);
      if (at + size > this.size) {
        const left = Math.max(0, this.size - at);
        throw new WireError(`${struct}.${path}`, `needs ${size} bytes, ${left} left`);
      }
      at += size;
    }
  }
}

/**
 * Return a part that has to be there.
 * @template T
 * @param {T | null} part
 * @param {string} where
 * @returns {T}
 */
function given(part, where) {
  if (part === null) throw new WireError(where, "the offset must not be 0");
  return part;
}

/**
 * Return a length that is within its limit.
 * @param {number} count
 * @param {number} most
 * @param {string} where
 */
export function limited(count, most, where) {
  if (!(count >= 0 && count <= most)) {
    throw new WireError(where, `${count} is over the limit ${most}`);
  }
  return count;
}

/**
 * Return a number that its enumeration has.
 * @template {number} T
 * @param {number} number
 * @param {{ readonly [name: string]: T }} members
 * @param {string} where
 * @returns {T}
 */
export function member(number, members, where) {
  let known = KNOWN.get(members);
  if (known === undefined) {
    known = new Set(Object.values(members));
    KNOWN.set(members, known);
  }
  if (!known.has(number)) {
    throw new WireError(where, `${number} is none of ${[...known].join(", ")}`);
  }
  return /** @type {T} */ (number);
}

/** The numbers of each enumeration. @type {WeakMap<object, Set<number>>} */
const KNOWN = new WeakMap();

/**
 * Return bytes without the zero byte at their end.
 * @param {Uint8Array} bytes
 */
export function withoutZero(bytes) {
  const last = bytes.length - 1;
  return last >= 0 && bytes[last] === 0 ? bytes.subarray(0, last) : bytes;
}
