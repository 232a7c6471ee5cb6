// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { limited, member } from "../wire/reader.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const VscMessageType = Object.freeze({
  Init: 1,
  Error: 2,
  ReaderAdd: 3,
  ReaderRemove: 4,
  ATR: 5,
  CardRemove: 6,
  APDU: 7,
  Flush: 8,
  FlushComplete: 9,
});

export const VscErrorCode = Object.freeze({
  SUCCESS: 0,
  GENERAL_ERROR: 1,
  CANNOT_ADD_MORE_READERS: 2,
  CARD_ALREADY_INSERTED: 3,
});


/** Something about a reader or its card; the data depends on the type. */
export class Data {
  /**
   * @param {number} type
   * @param {number} reader_id
   * @param {Uint8Array} data
   */
  constructor(type, reader_id, data) {
    this.type = type;
    this.reader_id = reader_id;
    this.data = data;
  }
}
/** @param {Reader} input @returns {Data} */
export function readData(input) {
  const at = input.take(12, "Data", "type:4 reader_id:4 data:4");
  const type = member(input.u32(at), VscMessageType, "Data.type");
  const data = input.bytes(limited(input.u32(at + 8), 4096, "Data.data"), "Data.data");
  return new Data(type, input.u32(at + 4), data);
}
/** @param {Writer} output @param {Data} value */
export function writeData(output, value) {
  output.u32(value.type, "Data.type");
  output.u32(value.reader_id, "Data.reader_id");
  limited(value.data.length, 4096, "Data.data");
  output.u32(value.data.length, "Data.data");
  output.raw(value.data);
}
