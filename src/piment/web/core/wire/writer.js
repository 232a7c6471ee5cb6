/** From values to bytes: what the generated writers of `protocol/` stand on. */

import { WireError } from "./error.js";

const FIRST_SIZE = 64; // bytes: longer than all messages but those that carry data

/** @typedef {(this: DataView, at: number, value: any, isLittle: boolean) => void} Put */

/**
 * Return the bytes of a value.
 *
 * Throws a `WireError` when a field holds what its bytes cannot.
 * @template T
 * @param {(output: Writer, value: T) => void} write the writer of a struct
 * @param {T} value
 */
export function pack(write, value) {
  const output = new Writer();
  write(output, value);
  return output.bytes();
}

/** A body under construction. */
export class Writer {
  constructor() {
    this.body = new Uint8Array(FIRST_SIZE);
    this.view = new DataView(this.body.buffer);
    this.at = 0;
  }

  /** Return what has been written. */
  bytes() {
    return this.body.slice(0, this.at);
  }

  /**
   * Make room; return where it is.
   * @param {number} size bytes
   */
  room(size) {
    const start = this.at;
    this.at += size;
    if (this.at > this.body.length) {
      const body = new Uint8Array(Math.max(this.at, 2 * this.body.length));
      body.set(this.body);
      this.body = body;
      this.view = new DataView(body.buffer);
    }
    return start;
  }

  /** @param {number} value @param {string} where */
  u8(value, where) {
    this.#number(DataView.prototype.setUint8, 1, value, 0, 0xff, where);
  }

  /** @param {number} value @param {string} where */
  u16(value, where) {
    this.#number(DataView.prototype.setUint16, 2, value, 0, 0xffff, where);
  }

  /** @param {number} value @param {string} where */
  u32(value, where) {
    this.#number(DataView.prototype.setUint32, 4, value, 0, 0xffffffff, where);
  }

  /** @param {number} value @param {string} where */
  i16(value, where) {
    this.#number(DataView.prototype.setInt16, 2, value, -0x8000, 0x7fff, where);
  }

  /** @param {number} value @param {string} where */
  i32(value, where) {
    this.#number(DataView.prototype.setInt32, 4, value, -0x80000000, 0x7fffffff, where);
  }

  /** @param {bigint} value @param {string} where */
  u64(value, where) {
    this.#big(DataView.prototype.setBigUint64, value, 0n, 0xffffffffffffffffn, where);
  }

  /** @param {bigint} value @param {string} where */
  i64(value, where) {
    const most = 0x7fffffffffffffffn;
    this.#big(DataView.prototype.setBigInt64, value, -most - 1n, most, where);
  }

  /**
   * Write bytes as they are.
   * @param {Uint8Array} bytes
   */
  raw(bytes) {
    const start = this.room(bytes.length);
    this.body.set(bytes, start);
  }

  /**
   * Write a struct within a struct.
   * @template T
   * @param {(output: Writer, value: T) => void} write
   * @param {T} value
   * @param {string} where struct and field that hold it
   */
  nested(write, value, where) {
    try {
      write(this, value);
    } catch (error) {
      throw error instanceof WireError ? error.inside(where) : error;
    }
  }

  /**
   * @param {Put} put
   * @param {number} size
   * @param {number} value
   * @param {number} least
   * @param {number} most
   * @param {string} where
   */
  #number(put, size, value, least, most, where) {
    if (!Number.isInteger(value)) throw new WireError(where, `${value} is no integer`);
    check(value, least, most, where);
    const start = this.room(size); // may change the view
    put.call(this.view, start, value, true);
  }

  /**
   * @param {Put} put
   * @param {bigint} value
   * @param {bigint} least
   * @param {bigint} most
   * @param {string} where
   */
  #big(put, value, least, most, where) {
    if (typeof value !== "bigint") throw new WireError(where, `${value} is no bigint`);
    check(value, least, most, where);
    const start = this.room(8); // may change the view
    put.call(this.view, start, value, true);
  }
}

/**
 * @template {number | bigint} T
 * @param {T} value
 * @param {T} least
 * @param {T} most
 * @param {string} where
 */
function check(value, least, most, where) {
  if (value < least || value > most) {
    throw new WireError(where, `${value} does not fit into ${least}..${most}`);
  }
}

/**
 * Check a length against the one that other fields announce.
 * @param {number} count
 * @param {number} expected
 * @param {string} where
 */
export function announced(count, expected, where) {
  if (count !== expected) throw new WireError(where, `holds ${count}, ${expected} is announced`);
}
