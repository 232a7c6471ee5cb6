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
/** @param {Reader} input @param {number} at @returns {DataHeader} */
export function atDataHeader(input, at) {
  return new DataHeader(input.u64(at), input.u16(at + 8), input.u32(at + 10), input.u32(at + 14));
}
/** @param {Reader} input @returns {DataHeader} */
export function readDataHeader(input) {
  return atDataHeader(input, input.take(18, "DataHeader", "serial:8 type:2 size:4 sub_list:4"));
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
/** @param {Reader} input @param {number} at @returns {MiniDataHeader} */
export function atMiniDataHeader(input, at) {
  return new MiniDataHeader(input.u16(at), input.u32(at + 2));
}
/** @param {Reader} input @returns {MiniDataHeader} */
export function readMiniDataHeader(input) {
  return atMiniDataHeader(input, input.take(6, "MiniDataHeader", "type:2 size:4"));
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
  const at = input.take(6, "SubMessage", "type:2 body:4");
  const body = input.bytes(limited(input.u32(at + 2), 1048576, "SubMessage.body"), "SubMessage.body");
  return new SubMessage(input.u16(at), body);
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
  const at = input.take(2, "SubMessageList", "sub_messages:2");
  const sub_messages = input.parts(readSubMessage, input.integers(input.u32, 4, limited(input.u16(at), 64, "SubMessageList.sub_messages"), "SubMessageList.sub_messages"), "SubMessageList.sub_messages");
  return new SubMessageList(sub_messages);
}
