// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { limited, member } from "../wire/reader.js";
import { atPoint16 } from "./common.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
export const CursorType = Object.freeze({
  ALPHA: 0,
  MONO: 1,
  COLOR4: 2,
  COLOR8: 3,
  COLOR16: 4,
  COLOR24: 5,
  COLOR32: 6,
});

export const CursorFlags = Object.freeze({
  NONE: 1,
  CACHE_ME: 2,
  FROM_CACHE: 4,
});


/** What a shape is, but for its pixels. */
export class CursorHeader {
  /**
   * @param {bigint} unique
   * @param {number} type
   * @param {number} width
   * @param {number} height
   * @param {number} hot_spot_x
   * @param {number} hot_spot_y
   */
  constructor(unique, type, width, height, hot_spot_x, hot_spot_y) {
    this.unique = unique;
    this.type = type;
    this.width = width;
    this.height = height;
    this.hot_spot_x = hot_spot_x;
    this.hot_spot_y = hot_spot_y;
  }
}
/** @param {Reader} input @returns {CursorHeader} */
export function readCursorHeader(input) {
  const at = input.take(17, "CursorHeader", "unique:8 type:1 width:2 height:2 hot_spot_x:2 hot_spot_y:2");
  const type = member(input.u8(at + 8), CursorType, "CursorHeader.type");
  return new CursorHeader(input.u64(at), type, input.u16(at + 9), input.u16(at + 11), input.u16(at + 13), input.u16(at + 15));
}

/** A shape. NONE: nothing follows; FROM_CACHE: of the header, only `unique` counts. */
export class Cursor {
  /**
   * @param {number} flags
   * @param {CursorHeader | null} header
   * @param {Uint8Array} data
   */
  constructor(flags, header, data) {
    this.flags = flags;
    this.header = header;
    this.data = data;
  }
}
/** @param {Reader} input @returns {Cursor} */
export function readCursor(input) {
  const at = input.take(2, "Cursor", "flags:2");
  const flags = input.u16(at);
  const header = !((flags & 1)) ? input.nested(readCursorHeader, "Cursor.header") : null;
  const data = input.bytes(limited(input.rest(1, "Cursor.data"), 4194304, "Cursor.data"), "Cursor.data");
  return new Cursor(flags, header, data);
}

/** First message, and the first one after RESET: clears the client's cursor cache. */
export class Init {
  /**
   * @param {import("./common.js").Point16} position
   * @param {number} trail_length
   * @param {number} trail_frequency
   * @param {number} visible
   * @param {Cursor} cursor
   */
  constructor(position, trail_length, trail_frequency, visible, cursor) {
    this.position = position;
    this.trail_length = trail_length;
    this.trail_frequency = trail_frequency;
    this.visible = visible;
    this.cursor = cursor;
  }
}
/** @param {Reader} input @returns {Init} */
export function readInit(input) {
  const at = input.take(9, "Init", "position.x:2 position.y:2 trail_length:2 trail_frequency:2 visible:1");
  const cursor = input.nested(readCursor, "Init.cursor");
  return new Init(atPoint16(input, at), input.u16(at + 4), input.u16(at + 6), input.u8(at + 8), cursor);
}

/** Forget the cursor and the cache; INIT follows. */
export class Reset {
}
/** @param {Reader} input @returns {Reset} */
export function readReset(input) {
  return new Reset();
}

/** The shape changes. */
export class Set {
  /**
   * @param {import("./common.js").Point16} position
   * @param {number} visible
   * @param {Cursor} cursor
   */
  constructor(position, visible, cursor) {
    this.position = position;
    this.visible = visible;
    this.cursor = cursor;
  }
}
/** @param {Reader} input @returns {Set} */
export function readSet(input) {
  const at = input.take(5, "Set", "position.x:2 position.y:2 visible:1");
  const cursor = input.nested(readCursor, "Set.cursor");
  return new Set(atPoint16(input, at), input.u8(at + 4), cursor);
}

/** The pointer moves, and is visible. */
export class Move {
  /**
   * @param {import("./common.js").Point16} position
   */
  constructor(position) {
    this.position = position;
  }
}
/** @param {Reader} input @returns {Move} */
export function readMove(input) {
  const at = input.take(4, "Move", "position.x:2 position.y:2");
  return new Move(atPoint16(input, at));
}

/** The pointer is invisible. */
export class Hide {
}
/** @param {Reader} input @returns {Hide} */
export function readHide(input) {
  return new Hide();
}

/** The pointer draws a trail. */
export class Trail {
  /**
   * @param {number} length
   * @param {number} frequency
   */
  constructor(length, frequency) {
    this.length = length;
    this.frequency = frequency;
  }
}
/** @param {Reader} input @returns {Trail} */
export function readTrail(input) {
  const at = input.take(4, "Trail", "length:2 frequency:2");
  return new Trail(input.u16(at), input.u16(at + 2));
}

/** Drop a shape from the cache. */
export class InvalOne {
  /**
   * @param {bigint} id
   */
  constructor(id) {
    this.id = id;
  }
}
/** @param {Reader} input @returns {InvalOne} */
export function readInvalOne(input) {
  const at = input.take(8, "InvalOne", "id:8");
  return new InvalOne(input.u64(at));
}

/** Drop all shapes from the cache. */
export class InvalAll {
}
/** @param {Reader} input @returns {InvalAll} */
export function readInvalAll(input) {
  return new InvalAll();
}
