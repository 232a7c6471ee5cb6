// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { WireError } from "../wire/error.js";
import { limited, member } from "../wire/reader.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const DataCompressionType = Object.freeze({
  NONE: 0,
  LZ4: 1,
});


/** Bytes of the stream; where a message ends means nothing. */
export class Data {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Reader} input @returns {Data} */
export function readData(input) {
  const data = input.bytes(limited(input.rest(1, "Data.data"), 1048576, "Data.data"), "Data.data");
  return new Data(data);
}
/** @param {Writer} output @param {Data} value */
export function writeData(output, value) {
  limited(value.data.length, 1048576, "Data.data");
  output.raw(value.data);
}

/** Compressed bytes of the stream, for peers with DATA_COMPRESS_LZ4. */
export class CompressedData {
  /**
   * @param {number} type
   * @param {number | null} uncompressed_size
   * @param {Uint8Array} compressed_data
   */
  constructor(type, uncompressed_size, compressed_data) {
    this.type = type;
    this.uncompressed_size = uncompressed_size;
    this.compressed_data = compressed_data;
  }
}
/** @param {Reader} input @returns {CompressedData} */
export function readCompressedData(input) {
  const at = input.take(1, "CompressedData", "type:1");
  const type = member(input.u8(at), DataCompressionType, "CompressedData.type");
  const uncompressed_size = type ? input.u32(input.take(4, "CompressedData", "uncompressed_size:4")) : null;
  const compressed_data = input.bytes(limited(input.rest(1, "CompressedData.compressed_data"), 1048576, "CompressedData.compressed_data"), "CompressedData.compressed_data");
  return new CompressedData(type, uncompressed_size, compressed_data);
}
/** @param {Writer} output @param {CompressedData} value */
export function writeCompressedData(output, value) {
  output.u8(value.type, "CompressedData.type");
  if (value.type) {
    if (value.uncompressed_size === null) throw new WireError("CompressedData.uncompressed_size", "is null although type");
    output.u32(value.uncompressed_size, "CompressedData.uncompressed_size");
  } else if (value.uncompressed_size !== null) {
    throw new WireError("CompressedData.uncompressed_size", "must be null unless type");
  }
  limited(value.compressed_data.length, 1048576, "CompressedData.compressed_data");
  output.raw(value.compressed_data);
}
