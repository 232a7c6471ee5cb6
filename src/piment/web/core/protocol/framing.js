// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { limited } from "../wire/reader.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */

/** SpiceDataHeader: the full header, used unless both sides have MINI_HEADER. */
export class DataHeader {
  /**
   * @param {bigint} serial
   * @param {number} type
   * @param {number} size
   * @param {number} sub_list
   */
  constructor(serial, type, size, sub_list) {
    this.serial = serial;
    this.type = type;
    this.size = size;
    this.sub_list = sub_list;
  }
}
/** @param {Reader} input @returns {DataHeader} */
export function readDataHeader(input) {
  let at, serial, type, size, sub_list;
  at = input.take(18, "DataHeader", "serial:8 type:2 size:4 sub_list:4");
  serial = input.view.getBigUint64(at, true);
  type = input.view.getUint16(at + 8, true);
  size = input.view.getUint32(at + 10, true);
  sub_list = input.view.getUint32(at + 14, true);
  return new DataHeader(serial, type, size, sub_list);
}
/** @param {Writer} output @param {DataHeader} value */
export function writeDataHeader(output, value) {
  output.u64(value.serial, "DataHeader.serial");
  output.u16(value.type, "DataHeader.type");
  output.u32(value.size, "DataHeader.size");
  output.u32(value.sub_list, "DataHeader.sub_list");
}

/** SpiceMiniDataHeader: the receiver counts the serial, and nothing carries a sub-list. */
export class MiniDataHeader {
  /**
   * @param {number} type
   * @param {number} size
   */
  constructor(type, size) {
    this.type = type;
    this.size = size;
  }
}
/** @param {Reader} input @returns {MiniDataHeader} */
export function readMiniDataHeader(input) {
  let at, type, size;
  at = input.take(6, "MiniDataHeader", "type:2 size:4");
  type = input.view.getUint16(at, true);
  size = input.view.getUint32(at + 2, true);
  return new MiniDataHeader(type, size);
}
/** @param {Writer} output @param {MiniDataHeader} value */
export function writeMiniDataHeader(output, value) {
  output.u16(value.type, "MiniDataHeader.type");
  output.u32(value.size, "MiniDataHeader.size");
}

/** A message within a message; pointers in it count from the start of its own body. */
export class SubMessage {
  /**
   * @param {number} type
   * @param {Uint8Array} body
   */
  constructor(type, body) {
    this.type = type;
    this.body = body;
  }
}
/** @param {Reader} input @returns {SubMessage} */
export function readSubMessage(input) {
  let count$0, at, type, body;
  at = input.take(6, "SubMessage", "type:2 body:4");
  type = input.view.getUint16(at, true);
  count$0 = input.view.getUint32(at + 2, true);
  limited(count$0, 1048576, "SubMessage.body");
  body = input.bytes(count$0, "SubMessage.body");
  return new SubMessage(type, body);
}

/** Messages to be processed, in this order, before the one that carries them (wire.md 3.6). */
export class SubMessageList {
  /**
   * @param {(SubMessage)[]} sub_messages
   */
  constructor(sub_messages) {
    this.sub_messages = sub_messages;
  }
}
/** @param {Reader} input @returns {SubMessageList} */
export function readSubMessageList(input) {
  let count$0, at, sub_messages;
  at = input.take(2, "SubMessageList", "sub_messages:2");
  count$0 = input.view.getUint16(at, true);
  limited(count$0, 64, "SubMessageList.sub_messages");
  sub_messages = input.parts(readSubMessage, input.integers(DataView.prototype.getUint32, 4, count$0, "SubMessageList.sub_messages"), "SubMessageList.sub_messages");
  return new SubMessageList(sub_messages);
}
