// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { WireError } from "../wire/error.js";
import { limited, member, withoutZero } from "../wire/reader.js";
import { LinkErr } from "./link.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const MouseModeFlags = Object.freeze({
  SERVER: 1,
  CLIENT: 2,
});


/** Where a migration leads. */
export class DstInfo {
  /**
   * @param {number} port
   * @param {number} sport
   * @param {Uint8Array} host_data
   * @param {Uint8Array | null} cert_subject_data
   */
  constructor(port, sport, host_data, cert_subject_data) {
    this.port = port;
    this.sport = sport;
    this.host_data = host_data;
    this.cert_subject_data = cert_subject_data;
  }
}
/** @param {Reader} input @returns {DstInfo} */
export function readDstInfo(input) {
  let host_data$0, cert_subject_data$1, at, port, sport, host_size, cert_subject_size, back$7, count$8, host_data, back$10, count$11, cert_subject_data;
  at = input.take(20, "DstInfo", "port:2 sport:2 host_size:4 host_data:4 cert_subject_size:4 cert_subject_data:4");
  port = input.view.getUint16(at, true);
  sport = input.view.getUint16(at + 2, true);
  host_size = input.view.getUint32(at + 4, true);
  host_data$0 = input.view.getUint32(at + 8, true);
  cert_subject_size = input.view.getUint32(at + 12, true);
  cert_subject_data$1 = input.view.getUint32(at + 16, true);
  input.seek(host_data$0, "DstInfo.host_data");
  if (host_data$0) {
    back$7 = input.jump(host_data$0);
    count$8 = host_size;
    limited(count$8, 4096, "DstInfo.host_data");
    host_data = withoutZero(input.bytes(count$8, "DstInfo.host_data"));
    input.comeBack(back$7);
  } else {
    throw new WireError("DstInfo.host_data", "the offset must not be 0");
  }
  input.seek(cert_subject_data$1, "DstInfo.cert_subject_data");
  if (cert_subject_data$1) {
    back$10 = input.jump(cert_subject_data$1);
    count$11 = cert_subject_size;
    limited(count$11, 4096, "DstInfo.cert_subject_data");
    cert_subject_data = withoutZero(input.bytes(count$11, "DstInfo.cert_subject_data"));
    input.comeBack(back$10);
  } else {
    cert_subject_data = null;
  }
  return new DstInfo(port, sport, host_data, cert_subject_data);
}

/** Connect to the destination too, and answer MIGRATE_CONNECTED or an error. */
export class MigrateBegin {
  /**
   * @param {DstInfo} dst_info
   */
  constructor(dst_info) {
    this.dst_info = dst_info;
  }
}
/** @param {Reader} input @returns {MigrateBegin} */
export function readMigrateBegin(input) {
  let dst_info;
  dst_info = input.nested(readDstInfo, "MigrateBegin.dst_info");
  return new MigrateBegin(dst_info);
}

/** The migration did not happen; drop the connections to its destination. */
export class MigrateCancel {
}
/** @param {Reader} input @returns {MigrateCancel} */
export function readMigrateCancel(input) {
  return new MigrateCancel();
}

/** First message of a session (wire.md 5.3). */
export class Init {
  /**
   * @param {number} session_id
   * @param {number} display_channels_hint
   * @param {number} supported_mouse_modes
   * @param {number} current_mouse_mode
   * @param {number} agent_connected
   * @param {number} agent_tokens
   * @param {number} multi_media_time
   * @param {number} ram_hint
   */
  constructor(session_id, display_channels_hint, supported_mouse_modes, current_mouse_mode, agent_connected, agent_tokens, multi_media_time, ram_hint) {
    this.session_id = session_id;
    this.display_channels_hint = display_channels_hint;
    this.supported_mouse_modes = supported_mouse_modes;
    this.current_mouse_mode = current_mouse_mode;
    this.agent_connected = agent_connected;
    this.agent_tokens = agent_tokens;
    this.multi_media_time = multi_media_time;
    this.ram_hint = ram_hint;
  }
}
/** @param {Reader} input @returns {Init} */
export function readInit(input) {
  let at, session_id, display_channels_hint, supported_mouse_modes, current_mouse_mode, agent_connected, agent_tokens, multi_media_time, ram_hint;
  at = input.take(32, "Init", "session_id:4 display_channels_hint:4 supported_mouse_modes:4 current_mouse_mode:4 agent_connected:4 agent_tokens:4 multi_media_time:4 ram_hint:4");
  session_id = input.view.getUint32(at, true);
  display_channels_hint = input.view.getUint32(at + 4, true);
  supported_mouse_modes = input.view.getUint32(at + 8, true);
  current_mouse_mode = input.view.getUint32(at + 12, true);
  agent_connected = input.view.getUint32(at + 16, true);
  agent_tokens = input.view.getUint32(at + 20, true);
  multi_media_time = input.view.getUint32(at + 24, true);
  ram_hint = input.view.getUint32(at + 28, true);
  return new Init(session_id, display_channels_hint, supported_mouse_modes, current_mouse_mode, agent_connected, agent_tokens, multi_media_time, ram_hint);
}

/** A channel that can be connected. */
export class ChannelId {
  /**
   * @param {number} type
   * @param {number} id
   */
  constructor(type, id) {
    this.type = type;
    this.id = id;
  }
}
/** @param {Reader} input @returns {ChannelId} */
export function readChannelId(input) {
  let at, type, id;
  at = input.take(2, "ChannelId", "type:1 id:1");
  type = input.body[at];
  id = input.body[at + 1];
  return new ChannelId(type, id);
}

/** The answer to ATTACH_CHANNELS; later, channels that came to be. Main is not listed. */
export class ChannelsList {
  /**
   * @param {(ChannelId)[]} channels
   */
  constructor(channels) {
    this.channels = channels;
  }
}
/** @param {Reader} input @returns {ChannelsList} */
export function readChannelsList(input) {
  let count$0, at, channels;
  at = input.take(4, "ChannelsList", "channels:4");
  count$0 = input.view.getUint32(at, true);
  limited(count$0, 1024, "ChannelsList.channels");
  channels = input.list(readChannelId, count$0, "ChannelsList.channels");
  return new ChannelsList(channels);
}

/** Which mouse modes there are, and the one that holds. */
export class MouseMode {
  /**
   * @param {number} supported
   * @param {number} current
   */
  constructor(supported, current) {
    this.supported = supported;
    this.current = current;
  }
}
/** @param {Reader} input @returns {MouseMode} */
export function readMouseMode(input) {
  let at, supported, current;
  at = input.take(4, "MouseMode", "supported:2 current:2");
  supported = input.view.getUint16(at, true);
  current = input.view.getUint16(at + 2, true);
  return new MouseMode(supported, current);
}

/** The multimedia clock shows this now (wire.md 5.5). */
export class MultiMediaTime {
  /**
   * @param {number} mm_time
   */
  constructor(mm_time) {
    this.mm_time = mm_time;
  }
}
/** @param {Reader} input @returns {MultiMediaTime} */
export function readMultiMediaTime(input) {
  let at, mm_time;
  at = input.take(4, "MultiMediaTime", "mm_time:4");
  mm_time = input.view.getUint32(at, true);
  return new MultiMediaTime(mm_time);
}

/** The guest's agent is there; for clients without AGENT_CONNECTED_TOKENS. */
export class AgentConnected {
}
/** @param {Reader} input @returns {AgentConnected} */
export function readAgentConnected(input) {
  return new AgentConnected();
}

/** The guest's agent is gone. */
export class AgentDisconnected {
  /**
   * @param {number} error_code
   */
  constructor(error_code) {
    this.error_code = error_code;
  }
}
/** @param {Reader} input @returns {AgentDisconnected} */
export function readAgentDisconnected(input) {
  let at, error_code;
  at = input.take(4, "AgentDisconnected", "error_code:4");
  error_code = input.view.getUint32(at, true);
  member(error_code, LinkErr, "AgentDisconnected.error_code");
  return new AgentDisconnected(error_code);
}

/** A piece of the stream of agent messages; costs one token (wire.md 13). */
export class AgentData {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Reader} input @returns {AgentData} */
export function readAgentData(input) {
  let count$0, data;
  count$0 = input.rest(1, "AgentData.data");
  limited(count$0, 2048, "AgentData.data");
  data = input.bytes(count$0, "AgentData.data");
  return new AgentData(data);
}
/** @param {Writer} output @param {AgentData} value */
export function writeAgentData(output, value) {
  limited(value.data.length, 2048, "AgentData.data");
  output.raw(value.data);
}

/** The peer may send this many more AGENT_DATA. */
export class AgentToken {
  /**
   * @param {number} num_tokens
   */
  constructor(num_tokens) {
    this.num_tokens = num_tokens;
  }
}
/** @param {Reader} input @returns {AgentToken} */
export function readAgentToken(input) {
  let at, num_tokens;
  at = input.take(4, "AgentToken", "num_tokens:4");
  num_tokens = input.view.getUint32(at, true);
  return new AgentToken(num_tokens);
}
/** @param {Writer} output @param {AgentToken} value */
export function writeAgentToken(output, value) {
  output.u32(value.num_tokens, "AgentToken.num_tokens");
}

/** Leave, and start a new session at the destination. */
export class MigrateSwitchHost {
  /**
   * @param {number} port
   * @param {number} sport
   * @param {Uint8Array | null} host_data
   * @param {Uint8Array | null} cert_subject_data
   */
  constructor(port, sport, host_data, cert_subject_data) {
    this.port = port;
    this.sport = sport;
    this.host_data = host_data;
    this.cert_subject_data = cert_subject_data;
  }
}
/** @param {Reader} input @returns {MigrateSwitchHost} */
export function readMigrateSwitchHost(input) {
  let host_data$0, cert_subject_data$1, at, port, sport, host_size, cert_subject_size, back$7, count$8, host_data, back$10, count$11, cert_subject_data;
  at = input.take(20, "MigrateSwitchHost", "port:2 sport:2 host_size:4 host_data:4 cert_subject_size:4 cert_subject_data:4");
  port = input.view.getUint16(at, true);
  sport = input.view.getUint16(at + 2, true);
  host_size = input.view.getUint32(at + 4, true);
  host_data$0 = input.view.getUint32(at + 8, true);
  cert_subject_size = input.view.getUint32(at + 12, true);
  cert_subject_data$1 = input.view.getUint32(at + 16, true);
  input.seek(host_data$0, "MigrateSwitchHost.host_data");
  if (host_data$0) {
    back$7 = input.jump(host_data$0);
    count$8 = host_size;
    limited(count$8, 4096, "MigrateSwitchHost.host_data");
    host_data = withoutZero(input.bytes(count$8, "MigrateSwitchHost.host_data"));
    input.comeBack(back$7);
  } else {
    host_data = null;
  }
  input.seek(cert_subject_data$1, "MigrateSwitchHost.cert_subject_data");
  if (cert_subject_data$1) {
    back$10 = input.jump(cert_subject_data$1);
    count$11 = cert_subject_size;
    limited(count$11, 4096, "MigrateSwitchHost.cert_subject_data");
    cert_subject_data = withoutZero(input.bytes(count$11, "MigrateSwitchHost.cert_subject_data"));
    input.comeBack(back$10);
  } else {
    cert_subject_data = null;
  }
  return new MigrateSwitchHost(port, sport, host_data, cert_subject_data);
}

/** Server: go over to the destination. Client, to the destination: here I am. */
export class MigrateEnd {
}
/** @param {Reader} input @returns {MigrateEnd} */
export function readMigrateEnd(input) {
  return new MigrateEnd();
}
/** @param {Writer} _output @param {MigrateEnd} _value */
export function writeMigrateEnd(_output, _value) {
}

/** The machine's name. */
export class Name {
  /**
   * @param {Uint8Array} name
   */
  constructor(name) {
    this.name = name;
  }
}
/** @param {Reader} input @returns {Name} */
export function readName(input) {
  let count$0, at, name;
  at = input.take(4, "Name", "name:4");
  count$0 = input.view.getUint32(at, true);
  limited(count$0, 4096, "Name.name");
  name = withoutZero(input.bytes(count$0, "Name.name"));
  return new Name(name);
}

/** The machine's UUID. */
export class Uuid {
  /**
   * @param {Uint8Array} uuid
   */
  constructor(uuid) {
    this.uuid = uuid;
  }
}
/** @param {Reader} input @returns {Uuid} */
export function readUuid(input) {
  let count$0, uuid;
  count$0 = 16;
  limited(count$0, 16, "Uuid.uuid");
  uuid = input.bytes(count$0, "Uuid.uuid");
  return new Uuid(uuid);
}

/** The guest's agent is there; the client's credit is now this, whatever it was. */
export class AgentConnectedTokens {
  /**
   * @param {number} num_tokens
   */
  constructor(num_tokens) {
    this.num_tokens = num_tokens;
  }
}
/** @param {Reader} input @returns {AgentConnectedTokens} */
export function readAgentConnectedTokens(input) {
  let at, num_tokens;
  at = input.take(4, "AgentConnectedTokens", "num_tokens:4");
  num_tokens = input.view.getUint32(at, true);
  return new AgentConnectedTokens(num_tokens);
}

/** MIGRATE_BEGIN of a migration that keeps the session's state. */
export class MigrateBeginSeamless {
  /**
   * @param {DstInfo} dst_info
   * @param {number} src_mig_version
   */
  constructor(dst_info, src_mig_version) {
    this.dst_info = dst_info;
    this.src_mig_version = src_mig_version;
  }
}
/** @param {Reader} input @returns {MigrateBeginSeamless} */
export function readMigrateBeginSeamless(input) {
  let dst_info, at, src_mig_version;
  dst_info = input.nested(readDstInfo, "MigrateBeginSeamless.dst_info");
  at = input.take(4, "MigrateBeginSeamless", "src_mig_version:4");
  src_mig_version = input.view.getUint32(at, true);
  return new MigrateBeginSeamless(dst_info, src_mig_version);
}

/** The destination can take the session over with its state. */
export class MigrateDstSeamlessAck {
}
/** @param {Reader} input @returns {MigrateDstSeamlessAck} */
export function readMigrateDstSeamlessAck(input) {
  return new MigrateDstSeamlessAck();
}

/** The destination cannot; the client asks the source for the other way. */
export class MigrateDstSeamlessNack {
}
/** @param {Reader} input @returns {MigrateDstSeamlessNack} */
export function readMigrateDstSeamlessNack(input) {
  return new MigrateDstSeamlessNack();
}

/** How large the client's cache is; known clients never send it. */
export class ClientInfo {
  /**
   * @param {bigint} cache_size
   */
  constructor(cache_size) {
    this.cache_size = cache_size;
  }
}
/** @param {Writer} output @param {ClientInfo} value */
export function writeClientInfo(output, value) {
  output.u64(value.cache_size, "ClientInfo.cache_size");
}

/** To the source: the connections to the destination stand. */
export class MigrateConnected {
}
/** @param {Writer} _output @param {MigrateConnected} _value */
export function writeMigrateConnected(_output, _value) {
}

/** To the source: the destination cannot be reached. */
export class MigrateConnectError {
}
/** @param {Writer} _output @param {MigrateConnectError} _value */
export function writeMigrateConnectError(_output, _value) {
}

/** Asks for CHANNELS_LIST. */
export class AttachChannels {
}
/** @param {Writer} _output @param {AttachChannels} _value */
export function writeAttachChannels(_output, _value) {
}

/** Asks for another mouse mode. */
export class MouseModeRequest {
  /**
   * @param {number} mode
   */
  constructor(mode) {
    this.mode = mode;
  }
}
/** @param {Writer} output @param {MouseModeRequest} value */
export function writeMouseModeRequest(output, value) {
  output.u16(value.mode, "MouseModeRequest.mode");
}

/** The client talks to the agent; the server may send this many AGENT_DATA. */
export class AgentStart {
  /**
   * @param {number} num_tokens
   */
  constructor(num_tokens) {
    this.num_tokens = num_tokens;
  }
}
/** @param {Writer} output @param {AgentStart} value */
export function writeAgentStart(output, value) {
  output.u32(value.num_tokens, "AgentStart.num_tokens");
}

/** To the destination: the session comes with its state. */
export class MigrateDstDoSeamless {
  /**
   * @param {number} src_version
   */
  constructor(src_version) {
    this.src_version = src_version;
  }
}
/** @param {Writer} output @param {MigrateDstDoSeamless} value */
export function writeMigrateDstDoSeamless(output, value) {
  output.u32(value.src_version, "MigrateDstDoSeamless.src_version");
}

/** To the source: the destination takes the session over with its state. */
export class MigrateConnectedSeamless {
}
/** @param {Writer} _output @param {MigrateConnectedSeamless} _value */
export function writeMigrateConnectedSeamless(_output, _value) {
}

/** How well the client keeps up; opaque, a newer addition. */
export class QualityIndicator {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Writer} output @param {QualityIndicator} value */
export function writeQualityIndicator(output, value) {
  limited(value.data.length, 1024, "QualityIndicator.data");
  output.raw(value.data);
}
