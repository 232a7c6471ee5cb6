/** The shapes that a cursor channel remembers (wire.md 14.3). */

import { ProtocolError } from "../error.js";
import { CursorFlags } from "../protocol/cursor.js";
import { MOST_CACHED_SHAPE_PIXELS, MOST_CACHED_SHAPES } from "../protocol/limits.js";
import { decode } from "./shape.js";

/** @typedef {import("./shape.js").Shape} Shape */

/** Shapes by their keys; the server says which are kept and which are dropped. */
export class ShapeCache {
  /** @type {Map<bigint, Shape>} */
  #shapes = new Map();
  #pixels = 0;

  /**
   * Return the shape that a message brings or names; null if the pointer has none.
   *
   * Throws a `ProtocolError` when it is broken, is not here, or there is no room to keep it.
   * @param {import("../protocol/cursor.js").Cursor} cursor
   */
  shapeOf(cursor) {
    if (cursor.header === null) return null;
    const key = cursor.header.unique;
    if ((cursor.flags & CursorFlags.FROM_CACHE) !== 0) {
      const kept = this.#shapes.get(key);
      if (kept === undefined) throw new ProtocolError(`there is no shape ${key}`);
      return kept;
    }
    const shape = decode(cursor.header, cursor.data);
    if (key !== 0n && (cursor.flags & CursorFlags.CACHE_ME) !== 0) this.#keep(key, shape);
    return shape;
  }

  /**
   * Forget one shape.
   * @param {bigint} key
   */
  drop(key) {
    const shape = this.#shapes.get(key);
    if (shape === undefined) return;
    this.#shapes.delete(key);
    this.#pixels -= shape.pixels.length;
  }

  /** Forget all shapes. */
  clear() {
    this.#shapes.clear();
    this.#pixels = 0;
  }

  /**
   * @param {bigint} key
   * @param {Shape} shape
   */
  #keep(key, shape) {
    this.drop(key);
    const [count, pixels] = [this.#shapes.size + 1, this.#pixels + shape.pixels.length];
    if (count > MOST_CACHED_SHAPES || pixels > MOST_CACHED_SHAPE_PIXELS) {
      throw new ProtocolError(
        `${count} shapes of ${pixels} pixels are to be kept, ` +
          `allowed are ${MOST_CACHED_SHAPES} of ${MOST_CACHED_SHAPE_PIXELS}`,
      );
    }
    this.#shapes.set(key, shape);
    this.#pixels = pixels;
  }
}
