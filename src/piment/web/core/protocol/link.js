// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { limited, member } from "../wire/reader.js";
import { announced } from "../wire/writer.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const LinkErr = Object.freeze({
  OK: 0,
  ERROR: 1,
  INVALID_MAGIC: 2,
  INVALID_DATA: 3,
  VERSION_MISMATCH: 4,
  NEED_SECURED: 5,
  NEED_UNSECURED: 6,
  PERMISSION_DENIED: 7,
  BAD_CONNECTION_ID: 8,
  CHANNEL_NOT_AVAILABLE: 9,
});

export const AuthMechanism = Object.freeze({
  SPICE: 1,
  SASL: 2,
});


/** SpiceLinkHeader: stands before both link messages. */
export class LinkHeader {
  /**
   * @param {Uint8Array} magic
   * @param {number} major_version
   * @param {number} minor_version
   * @param {number} size
   */
  constructor(magic, major_version, minor_version, size) {
    this.magic = magic;
    this.major_version = major_version;
    this.minor_version = minor_version;
    this.size = size;
  }
}
/** @param {Reader} input @returns {LinkHeader} */
export function readLinkHeader(input) {
  const magic = input.bytes(limited(4, 4, "LinkHeader.magic"), "LinkHeader.magic");
  const at = input.take(12, "LinkHeader", "major_version:4 minor_version:4 size:4");
  return new LinkHeader(magic, input.u32(at), input.u32(at + 4), input.u32(at + 8));
}
/** @param {Writer} output @param {LinkHeader} value */
export function writeLinkHeader(output, value) {
  limited(value.magic.length, 4, "LinkHeader.magic");
  announced(value.magic.length, 4, "LinkHeader.magic");
  output.raw(value.magic);
  output.u32(value.major_version, "LinkHeader.major_version");
  output.u32(value.minor_version, "LinkHeader.minor_version");
  output.u32(value.size, "LinkHeader.size");
}

/** The fixed part of SpiceLinkMess. */
export class LinkMessHead {
  /**
   * @param {number} connection_id
   * @param {number} channel_type
   * @param {number} channel_id
   * @param {number} num_common_caps
   * @param {number} num_channel_caps
   * @param {number} caps_offset
   */
  constructor(connection_id, channel_type, channel_id, num_common_caps, num_channel_caps, caps_offset) {
    this.connection_id = connection_id;
    this.channel_type = channel_type;
    this.channel_id = channel_id;
    this.num_common_caps = num_common_caps;
    this.num_channel_caps = num_channel_caps;
    this.caps_offset = caps_offset;
  }
}
/** @param {Writer} output @param {LinkMessHead} value */
export function writeLinkMessHead(output, value) {
  output.u32(value.connection_id, "LinkMessHead.connection_id");
  output.u8(value.channel_type, "LinkMessHead.channel_type");
  output.u8(value.channel_id, "LinkMessHead.channel_id");
  output.u32(value.num_common_caps, "LinkMessHead.num_common_caps");
  output.u32(value.num_channel_caps, "LinkMessHead.num_channel_caps");
  output.u32(value.caps_offset, "LinkMessHead.caps_offset");
}

/** The fixed part of SpiceLinkReply. */
export class LinkReplyHead {
  /**
   * @param {number} error
   * @param {Uint8Array} pub_key
   * @param {number} num_common_caps
   * @param {number} num_channel_caps
   * @param {number} caps_offset
   */
  constructor(error, pub_key, num_common_caps, num_channel_caps, caps_offset) {
    this.error = error;
    this.pub_key = pub_key;
    this.num_common_caps = num_common_caps;
    this.num_channel_caps = num_channel_caps;
    this.caps_offset = caps_offset;
  }
}
/** @param {Reader} input @returns {LinkReplyHead} */
export function readLinkReplyHead(input) {
  const at = input.take(4, "LinkReplyHead", "error:4");
  const error = member(input.u32(at), LinkErr, "LinkReplyHead.error");
  const pub_key = input.bytes(limited(162, 162, "LinkReplyHead.pub_key"), "LinkReplyHead.pub_key");
  const at2 = input.take(12, "LinkReplyHead", "num_common_caps:4 num_channel_caps:4 caps_offset:4");
  return new LinkReplyHead(error, pub_key, input.u32(at2), input.u32(at2 + 4), input.u32(at2 + 8));
}
