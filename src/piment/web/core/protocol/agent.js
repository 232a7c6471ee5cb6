// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { WireError } from "../wire/error.js";
import { limited, member } from "../wire/reader.js";
import { announced } from "../wire/writer.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const ChunkPort = Object.freeze({
  CLIENT_PORT: 1,
  SERVER_PORT: 2,
});

export const MessageType = Object.freeze({
  MOUSE_STATE: 1,
  MONITORS_CONFIG: 2,
  REPLY: 3,
  CLIPBOARD: 4,
  DISPLAY_CONFIG: 5,
  ANNOUNCE_CAPABILITIES: 6,
  CLIPBOARD_GRAB: 7,
  CLIPBOARD_REQUEST: 8,
  CLIPBOARD_RELEASE: 9,
  FILE_XFER_START: 10,
  FILE_XFER_STATUS: 11,
  FILE_XFER_DATA: 12,
  CLIENT_DISCONNECTED: 13,
  MAX_CLIPBOARD: 14,
  AUDIO_VOLUME_SYNC: 15,
  GRAPHICS_DEVICE_INFO: 16,
});

export const AgentCap = Object.freeze({
  MOUSE_STATE: 0,
  MONITORS_CONFIG: 1,
  REPLY: 2,
  CLIPBOARD: 3,
  DISPLAY_CONFIG: 4,
  CLIPBOARD_BY_DEMAND: 5,
  CLIPBOARD_SELECTION: 6,
  SPARSE_MONITORS_CONFIG: 7,
  GUEST_LINEEND_LF: 8,
  GUEST_LINEEND_CRLF: 9,
  MAX_CLIPBOARD: 10,
  AUDIO_VOLUME_SYNC: 11,
  MONITORS_CONFIG_POSITION: 12,
  FILE_XFER_DISABLED: 13,
  FILE_XFER_DETAILED_ERRORS: 14,
  GRAPHICS_DEVICE_INFO: 15,
  CLIPBOARD_NO_RELEASE_ON_REGRAB: 16,
  CLIPBOARD_GRAB_SERIAL: 17,
});

export const ButtonMask = Object.freeze({
  LBUTTON_MASK: 2,
  MBUTTON_MASK: 4,
  RBUTTON_MASK: 8,
  UBUTTON_MASK: 16,
  DBUTTON_MASK: 32,
  SBUTTON_MASK: 64,
  EBUTTON_MASK: 128,
});

export const MonitorsConfigFlags = Object.freeze({
  USE_POS: 1,
  PHYSICAL_SIZE: 2,
});

export const DisplayConfigFlags = Object.freeze({
  DISABLE_WALLPAPER: 1,
  DISABLE_FONT_SMOOTH: 2,
  DISABLE_ANIMATION: 4,
  SET_COLOR_DEPTH: 8,
});

export const ReplyError = Object.freeze({
  SUCCESS: 1,
  ERROR: 2,
});

export const ClipboardType = Object.freeze({
  NONE: 0,
  UTF8_TEXT: 1,
  IMAGE_PNG: 2,
  IMAGE_BMP: 3,
  IMAGE_TIFF: 4,
  IMAGE_JPG: 5,
  FILE_LIST: 6,
});

export const ClipboardSelection = Object.freeze({
  CLIPBOARD: 0,
  PRIMARY: 1,
  SECONDARY: 2,
});

export const FileXferResult = Object.freeze({
  CAN_SEND_DATA: 0,
  CANCELLED: 1,
  ERROR: 2,
  SUCCESS: 3,
  NOT_ENOUGH_SPACE: 4,
  SESSION_LOCKED: 5,
  VDAGENT_NOT_CONNECTED: 6,
  DISABLED: 7,
});

export const FileXferErrorType = Object.freeze({
  GLIB_IO: 0,
});


/** Stands before every message; a piece holds all of it. */
export class VDAgentMessage {
  /**
   * @param {number} protocol
   * @param {number} type
   * @param {bigint} opaque
   * @param {number} size
   */
  constructor(protocol, type, opaque, size) {
    this.protocol = protocol;
    this.type = type;
    this.opaque = opaque;
    this.size = size;
  }
}
/** @param {Reader} input @param {number} at @returns {VDAgentMessage} */
export function atVDAgentMessage(input, at) {
  return new VDAgentMessage(input.u32(at), input.u32(at + 4), input.u64(at + 8), input.u32(at + 16));
}
/** @param {Reader} input @returns {VDAgentMessage} */
export function readVDAgentMessage(input) {
  return atVDAgentMessage(input, input.take(20, "VDAgentMessage", "protocol:4 type:4 opaque:8 size:4"));
}
/** @param {Writer} output @param {VDAgentMessage} value */
export function writeVDAgentMessage(output, value) {
  output.u32(value.protocol, "VDAgentMessage.protocol");
  output.u32(value.type, "VDAgentMessage.type");
  output.u64(value.opaque, "VDAgentMessage.opaque");
  output.u32(value.size, "VDAgentMessage.size");
}

/** The size and place of a monitor in pixels; without a size it is disabled. */
export class MonConfig {
  /**
   * @param {number} height
   * @param {number} width
   * @param {number} depth
   * @param {number} x
   * @param {number} y
   */
  constructor(height, width, depth, x, y) {
    this.height = height;
    this.width = width;
    this.depth = depth;
    this.x = x;
    this.y = y;
  }
}
/** @param {Writer} output @param {MonConfig} value */
export function writeMonConfig(output, value) {
  output.u32(value.height, "MonConfig.height");
  output.u32(value.width, "MonConfig.width");
  output.u32(value.depth, "MonConfig.depth");
  output.i32(value.x, "MonConfig.x");
  output.i32(value.y, "MonConfig.y");
}

/** The size of a monitor in millimetres; 0 if unknown. */
export class MonitorMM {
  /**
   * @param {number} height
   * @param {number} width
   */
  constructor(height, width) {
    this.height = height;
    this.width = width;
  }
}
/** @param {Writer} output @param {MonitorMM} value */
export function writeMonitorMM(output, value) {
  output.u16(value.height, "MonitorMM.height");
  output.u16(value.width, "MonitorMM.width");
}

/** Client to agent: the monitors that the guest should have (agent.md 3.3). */
export class MonitorsConfig {
  /**
   * @param {number} flags
   * @param {(MonConfig)[]} monitors
   * @param {(MonitorMM)[] | null} monitors_mm
   */
  constructor(flags, monitors, monitors_mm) {
    this.flags = flags;
    this.monitors = monitors;
    this.monitors_mm = monitors_mm;
  }
}
/** @param {Writer} output @param {MonitorsConfig} value */
export function writeMonitorsConfig(output, value) {
  output.u32(value.monitors.length, "MonitorsConfig.num_of_monitors");
  output.u32(value.flags, "MonitorsConfig.flags");
  limited(value.monitors.length, 256, "MonitorsConfig.monitors");
  for (const [index, item] of value.monitors.entries()) {
    output.nested(writeMonConfig, item, `MonitorsConfig.monitors[${index}]`);
  }
  if ((value.flags & 2)) {
    if (value.monitors_mm === null) throw new WireError("MonitorsConfig.monitors_mm", "is null although flags & MonitorsConfigFlags.PHYSICAL_SIZE");
    limited(value.monitors_mm.length, 256, "MonitorsConfig.monitors_mm");
    announced(value.monitors_mm.length, value.monitors.length, "MonitorsConfig.monitors_mm");
    for (const [index, item] of value.monitors_mm.entries()) {
      output.nested(writeMonitorMM, item, `MonitorsConfig.monitors_mm[${index}]`);
    }
  } else if (value.monitors_mm !== null) {
    throw new WireError("MonitorsConfig.monitors_mm", "must be null unless flags & MonitorsConfigFlags.PHYSICAL_SIZE");
  }
}

/** Agent to client: how a request of that type went. */
export class Reply {
  /**
   * @param {number} type
   * @param {number} error
   */
  constructor(type, error) {
    this.type = type;
    this.error = error;
  }
}
/** @param {Reader} input @returns {Reply} */
export function readReply(input) {
  const at = input.take(8, "Reply", "type:4 error:4");
  const error = member(input.u32(at + 4), ReplyError, "Reply.error");
  return new Reply(input.u32(at), error);
}

/** What the sender can do (agent.md 3.1), and whether the peer should say the same. */
export class AnnounceCapabilities {
  /**
   * @param {number} request
   * @param {(number)[]} caps
   */
  constructor(request, caps) {
    this.request = request;
    this.caps = caps;
  }
}
/** @param {Reader} input @returns {AnnounceCapabilities} */
export function readAnnounceCapabilities(input) {
  const at = input.take(4, "AnnounceCapabilities", "request:4");
  const caps = input.integers(input.u32, 4, limited(input.rest(4, "AnnounceCapabilities.caps"), 32, "AnnounceCapabilities.caps"), "AnnounceCapabilities.caps");
  return new AnnounceCapabilities(input.u32(at), caps);
}
/** @param {Writer} output @param {AnnounceCapabilities} value */
export function writeAnnounceCapabilities(output, value) {
  output.u32(value.request, "AnnounceCapabilities.request");
  limited(value.caps.length, 32, "AnnounceCapabilities.caps");
  for (const [index, item] of value.caps.entries()) {
    output.u32(item, `AnnounceCapabilities.caps[${index}]`);
  }
}
