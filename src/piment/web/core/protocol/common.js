// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { limited, member } from "../wire/reader.js";
import { readSubMessage } from "./framing.js";
import { LinkErr } from "./link.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const MigrateFlags = Object.freeze({
  NEED_FLUSH: 1,
  NEED_DATA_TRANSFER: 2,
});

export const NotifySeverity = Object.freeze({
  INFO: 0,
  WARN: 1,
  ERROR: 2,
});

export const NotifyVisibility = Object.freeze({
  LOW: 0,
  MEDIUM: 1,
  HIGH: 2,
});

export const WarnCode = Object.freeze({
  WARN_GENERAL: 0,
});

export const InfoCode = Object.freeze({
  INFO_GENERAL: 0,
});


/** A position in pixels. */
export class Point {
  /**
   * @param {number} x
   * @param {number} y
   */
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}
/** @param {Reader} input @param {number} at @returns {Point} */
export function atPoint(input, at) {
  return new Point(input.i32(at), input.i32(at + 4));
}
/** @param {Reader} input @returns {Point} */
export function readPoint(input) {
  return atPoint(input, input.take(8, "Point", "x:4 y:4"));
}

/** A position in pixels, in fewer bytes. */
export class Point16 {
  /**
   * @param {number} x
   * @param {number} y
   */
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}
/** @param {Reader} input @param {number} at @returns {Point16} */
export function atPoint16(input, at) {
  return new Point16(input.i16(at), input.i16(at + 2));
}
/** @param {Reader} input @returns {Point16} */
export function readPoint16(input) {
  return atPoint16(input, input.take(4, "Point16", "x:2 y:2"));
}

/** A position in sixteenths of a pixel. */
export class PointFix {
  /**
   * @param {number} x
   * @param {number} y
   */
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}
/** @param {Reader} input @param {number} at @returns {PointFix} */
export function atPointFix(input, at) {
  return new PointFix(input.i32(at), input.i32(at + 4));
}
/** @param {Reader} input @returns {PointFix} */
export function readPointFix(input) {
  return atPointFix(input, input.take(8, "PointFix", "x:4 y:4"));
}

/** A half-open rectangle in pixels; mind the order of the edges. */
export class Rect {
  /**
   * @param {number} top
   * @param {number} left
   * @param {number} bottom
   * @param {number} right
   */
  constructor(top, left, bottom, right) {
    this.top = top;
    this.left = left;
    this.bottom = bottom;
    this.right = right;
  }
}
/** @param {Reader} input @param {number} at @returns {Rect} */
export function atRect(input, at) {
  return new Rect(input.i32(at), input.i32(at + 4), input.i32(at + 8), input.i32(at + 12));
}
/** @param {Reader} input @returns {Rect} */
export function readRect(input) {
  return atRect(input, input.take(16, "Rect", "top:4 left:4 bottom:4 right:4"));
}

/** The upper two rows of a 3x3 matrix, 16.16 fixed point in two's complement. */
export class Transform {
  /**
   * @param {number} t00
   * @param {number} t01
   * @param {number} t02
   * @param {number} t10
   * @param {number} t11
   * @param {number} t12
   */
  constructor(t00, t01, t02, t10, t11, t12) {
    this.t00 = t00;
    this.t01 = t01;
    this.t02 = t02;
    this.t10 = t10;
    this.t11 = t11;
    this.t12 = t12;
  }
}
/** @param {Reader} input @param {number} at @returns {Transform} */
export function atTransform(input, at) {
  return new Transform(input.u32(at), input.u32(at + 4), input.u32(at + 8), input.u32(at + 12), input.u32(at + 16), input.u32(at + 20));
}
/** @param {Reader} input @returns {Transform} */
export function readTransform(input) {
  return atTransform(input, input.take(24, "Transform", "t00:4 t01:4 t02:4 t10:4 t11:4 t12:4"));
}

/** The connection ends; go on with the destination (wire.md 15). */
export class Migrate {
  /**
   * @param {number} flags
   */
  constructor(flags) {
    this.flags = flags;
  }
}
/** @param {Reader} input @returns {Migrate} */
export function readMigrate(input) {
  const at = input.take(4, "Migrate", "flags:4");
  return new Migrate(input.u32(at));
}

/** A channel's state, opaque to the client, which hands it on unchanged. */
export class MigrateData {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Reader} input @returns {MigrateData} */
export function readMigrateData(input) {
  const data = input.bytes(limited(input.rest(1, "MigrateData.data"), 16777216, "MigrateData.data"), "MigrateData.data");
  return new MigrateData(data);
}
/** @param {Writer} output @param {MigrateData} value */
export function writeMigrateData(output, value) {
  limited(value.data.length, 16777216, "MigrateData.data");
  output.raw(value.data);
}

/** From here on, confirm every `window` messages with ACK; 0: none (wire.md 3.3). */
export class SetAck {
  /**
   * @param {number} generation
   * @param {number} window
   */
  constructor(generation, window) {
    this.generation = generation;
    this.window = window;
  }
}
/** @param {Reader} input @returns {SetAck} */
export function readSetAck(input) {
  const at = input.take(8, "SetAck", "generation:4 window:4");
  return new SetAck(input.u32(at), input.u32(at + 4));
}

/** Answer at once with PONG, without the padding (wire.md 3.4). */
export class Ping {
  /**
   * @param {number} id
   * @param {bigint} timestamp
   * @param {Uint8Array} padding
   */
  constructor(id, timestamp, padding) {
    this.id = id;
    this.timestamp = timestamp;
    this.padding = padding;
  }
}
/** @param {Reader} input @returns {Ping} */
export function readPing(input) {
  const at = input.take(12, "Ping", "id:4 timestamp:8");
  const padding = input.bytes(limited(input.rest(1, "Ping.padding"), 1048576, "Ping.padding"), "Ping.padding");
  return new Ping(input.u32(at), input.u64(at + 4), padding);
}

/** A message on another channel. */
export class WaitForChannel {
  /**
   * @param {number} channel_type
   * @param {number} channel_id
   * @param {bigint} message_serial
   */
  constructor(channel_type, channel_id, message_serial) {
    this.channel_type = channel_type;
    this.channel_id = channel_id;
    this.message_serial = message_serial;
  }
}
/** @param {Reader} input @param {number} at @returns {WaitForChannel} */
export function atWaitForChannel(input, at) {
  return new WaitForChannel(input.u8(at), input.u8(at + 1), input.u64(at + 2));
}
/** @param {Reader} input @returns {WaitForChannel} */
export function readWaitForChannel(input) {
  return atWaitForChannel(input, input.take(10, "WaitForChannel", "channel_type:1 channel_id:1 message_serial:8"));
}

/** Process nothing more on this channel before these messages are processed (wire.md 3.5). */
export class WaitForChannels {
  /**
   * @param {(WaitForChannel)[]} wait_list
   */
  constructor(wait_list) {
    this.wait_list = wait_list;
  }
}
/** @param {Reader} input @returns {WaitForChannels} */
export function readWaitForChannels(input) {
  const at = input.take(1, "WaitForChannels", "wait_list:1");
  const wait_list = input.list(readWaitForChannel, limited(input.u8(at), 255, "WaitForChannels.wait_list"), "WaitForChannels.wait_list");
  return new WaitForChannels(wait_list);
}

/** The sender is about to leave. */
export class Disconnecting {
  /**
   * @param {bigint} time_stamp
   * @param {number} reason
   */
  constructor(time_stamp, reason) {
    this.time_stamp = time_stamp;
    this.reason = reason;
  }
}
/** @param {Reader} input @returns {Disconnecting} */
export function readDisconnecting(input) {
  const at = input.take(12, "Disconnecting", "time_stamp:8 reason:4");
  const reason = member(input.u32(at + 8), LinkErr, "Disconnecting.reason");
  return new Disconnecting(input.u64(at), reason);
}
/** @param {Writer} output @param {Disconnecting} value */
export function writeDisconnecting(output, value) {
  output.u64(value.time_stamp, "Disconnecting.time_stamp");
  output.u32(value.reason, "Disconnecting.reason");
}

/** Something that a user might want to read (wire.md 3.5). */
export class Notify {
  /**
   * @param {bigint} time_stamp
   * @param {number} severity
   * @param {number} visibility
   * @param {number} what
   * @param {Uint8Array} message
   */
  constructor(time_stamp, severity, visibility, what, message) {
    this.time_stamp = time_stamp;
    this.severity = severity;
    this.visibility = visibility;
    this.what = what;
    this.message = message;
  }
}
/** @param {Reader} input @returns {Notify} */
export function readNotify(input) {
  const at = input.take(24, "Notify", "time_stamp:8 severity:4 visibility:4 what:4 message:4");
  const severity = member(input.u32(at + 8), NotifySeverity, "Notify.severity");
  const visibility = member(input.u32(at + 12), NotifyVisibility, "Notify.visibility");
  const message = input.bytes(limited(input.u32(at + 20), 65536, "Notify.message"), "Notify.message");
  input.passZero();
  return new Notify(input.u64(at), severity, visibility, input.u32(at + 16), message);
}

/** Nothing but sub-messages (wire.md 3.6). */
export class List {
  /**
   * @param {(import("./framing.js").SubMessage)[]} sub_messages
   */
  constructor(sub_messages) {
    this.sub_messages = sub_messages;
  }
}
/** @param {Reader} input @returns {List} */
export function readList(input) {
  const at = input.take(2, "List", "sub_messages:2");
  const sub_messages = input.parts(readSubMessage, input.integers(input.u32, 4, limited(input.u16(at), 64, "List.sub_messages"), "List.sub_messages"), "List.sub_messages");
  return new List(sub_messages);
}

/** The answer to SET_ACK: the ACKs that follow belong to this generation. */
export class AckSync {
  /**
   * @param {number} generation
   */
  constructor(generation) {
    this.generation = generation;
  }
}
/** @param {Writer} output @param {AckSync} value */
export function writeAckSync(output, value) {
  output.u32(value.generation, "AckSync.generation");
}

/** Confirms as many messages as the window of SET_ACK says. */
export class Ack {
}
/** @param {Writer} _output @param {Ack} _value */
export function writeAck(_output, _value) {
}

/** The answer to PING. */
export class Pong {
  /**
   * @param {number} id
   * @param {bigint} timestamp
   */
  constructor(id, timestamp) {
    this.id = id;
    this.timestamp = timestamp;
  }
}
/** @param {Writer} output @param {Pong} value */
export function writePong(output, value) {
  output.u32(value.id, "Pong.id");
  output.u64(value.timestamp, "Pong.timestamp");
}

/** Everything before is sent: the answer to MIGRATE with NEED_FLUSH. */
export class MigrateFlushMark {
}
/** @param {Writer} _output @param {MigrateFlushMark} _value */
export function writeMigrateFlushMark(_output, _value) {
}
