// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { limited, member } from "../wire/reader.js";
import { Point16 } from "./common.js";
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
  let at, unique, type, width, height, hot_spot_x, hot_spot_y;
  at = input.take(17, "CursorHeader", "unique:8 type:1 width:2 height:2 hot_spot_x:2 hot_spot_y:2");
  unique = input.view.getBigUint64(at, true);
  type = input.body[at + 8];
  width = input.view.getUint16(at + 9, true);
  height = input.view.getUint16(at + 11, true);
  hot_spot_x = input.view.getUint16(at + 13, true);
  hot_spot_y = input.view.getUint16(at + 15, true);
  member(type, CursorType, "CursorHeader.type");
  return new CursorHeader(unique, type, width, height, hot_spot_x, hot_spot_y);
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
  let at, flags, header$unique, header$type, header$width, header$height, header$hot_spot_x, header$hot_spot_y, header, count$9, data;
  at = input.take(2, "Cursor", "flags:2");
  flags = input.view.getUint16(at, true);
  if (!((flags & 1))) {
    at = input.take(17, "Cursor", "header.unique:8 header.type:1 header.width:2 header.height:2 header.hot_spot_x:2 header.hot_spot_y:2");
    header$unique = input.view.getBigUint64(at, true);
    header$type = input.body[at + 8];
    header$width = input.view.getUint16(at + 9, true);
    header$height = input.view.getUint16(at + 11, true);
    header$hot_spot_x = input.view.getUint16(at + 13, true);
    header$hot_spot_y = input.view.getUint16(at + 15, true);
    member(header$type, CursorType, "Cursor.header.type");
    header = new CursorHeader(header$unique, header$type, header$width, header$height, header$hot_spot_x, header$hot_spot_y);
  } else {
    header = null;
  }
  count$9 = input.rest(1, "Cursor.data");
  limited(count$9, 4194304, "Cursor.data");
  data = input.bytes(count$9, "Cursor.data");
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
  let at, position$x, position$y, trail_length, trail_frequency, visible, position, cursor;
  at = input.take(9, "Init", "position.x:2 position.y:2 trail_length:2 trail_frequency:2 visible:1");
  position$x = input.view.getInt16(at, true);
  position$y = input.view.getInt16(at + 2, true);
  trail_length = input.view.getUint16(at + 4, true);
  trail_frequency = input.view.getUint16(at + 6, true);
  visible = input.body[at + 8];
  position = new Point16(position$x, position$y);
  cursor = input.nested(readCursor, "Init.cursor");
  return new Init(position, trail_length, trail_frequency, visible, cursor);
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
  let at, position$x, position$y, visible, position, cursor;
  at = input.take(5, "Set", "position.x:2 position.y:2 visible:1");
  position$x = input.view.getInt16(at, true);
  position$y = input.view.getInt16(at + 2, true);
  visible = input.body[at + 4];
  position = new Point16(position$x, position$y);
  cursor = input.nested(readCursor, "Set.cursor");
  return new Set(position, visible, cursor);
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
  let at, position$x, position$y, position;
  at = input.take(4, "Move", "position.x:2 position.y:2");
  position$x = input.view.getInt16(at, true);
  position$y = input.view.getInt16(at + 2, true);
  position = new Point16(position$x, position$y);
  return new Move(position);
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
  let at, length, frequency;
  at = input.take(4, "Trail", "length:2 frequency:2");
  length = input.view.getUint16(at, true);
  frequency = input.view.getUint16(at + 2, true);
  return new Trail(length, frequency);
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
  let at, id;
  at = input.take(8, "InvalOne", "id:8");
  id = input.view.getBigUint64(at, true);
  return new InvalOne(id);
}

/** Drop all shapes from the cache. */
export class InvalAll {
}
/** @param {Reader} input @returns {InvalAll} */
export function readInvalAll(input) {
  return new InvalAll();
}
