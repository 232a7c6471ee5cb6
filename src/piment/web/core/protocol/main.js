// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
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
  const at = input.take(20, "DstInfo", "port:2 sport:2 host_size:4 host_data:4 cert_subject_size:4 cert_subject_data:4");
  const host_size = input.u32(at + 4);
  const host_data = input.away(() => withoutZero(input.bytes(limited(host_size, 4096, "DstInfo.host_data"), "DstInfo.host_data")), input.u32(at + 8), "DstInfo.host_data");
  const cert_subject_size = input.u32(at + 12);
  const cert_subject_data = input.awayOrNull(() => withoutZero(input.bytes(limited(cert_subject_size, 4096, "DstInfo.cert_subject_data"), "DstInfo.cert_subject_data")), input.u32(at + 16), "DstInfo.cert_subject_data");
  return new DstInfo(input.u16(at), input.u16(at + 2), host_data, cert_subject_data);
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
  const dst_info = input.nested(readDstInfo, "MigrateBegin.dst_info");
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
  const at = input.take(32, "Init", "session_id:4 display_channels_hint:4 supported_mouse_modes:4 current_mouse_mode:4 agent_connected:4 agent_tokens:4 multi_media_time:4 ram_hint:4");
  return new Init(input.u32(at), input.u32(at + 4), input.u32(at + 8), input.u32(at + 12), input.u32(at + 16), input.u32(at + 20), input.u32(at + 24), input.u32(at + 28));
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
/** @param {Reader} input @param {number} at @returns {ChannelId} */
export function atChannelId(input, at) {
  return new ChannelId(input.u8(at), input.u8(at + 1));
}
/** @param {Reader} input @returns {ChannelId} */
export function readChannelId(input) {
  return atChannelId(input, input.take(2, "ChannelId", "type:1 id:1"));
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
  const at = input.take(4, "ChannelsList", "channels:4");
  const channels = input.list(readChannelId, limited(input.u32(at), 1024, "ChannelsList.channels"), "ChannelsList.channels");
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
  const at = input.take(4, "MouseMode", "supported:2 current:2");
  return new MouseMode(input.u16(at), input.u16(at + 2));
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
  const at = input.take(4, "MultiMediaTime", "mm_time:4");
  return new MultiMediaTime(input.u32(at));
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
  const at = input.take(4, "AgentDisconnected", "error_code:4");
  const error_code = member(input.u32(at), LinkErr, "AgentDisconnected.error_code");
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
  const data = input.bytes(limited(input.rest(1, "AgentData.data"), 2048, "AgentData.data"), "AgentData.data");
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
  const at = input.take(4, "AgentToken", "num_tokens:4");
  return new AgentToken(input.u32(at));
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
  const at = input.take(20, "MigrateSwitchHost", "port:2 sport:2 host_size:4 host_data:4 cert_subject_size:4 cert_subject_data:4");
  const host_size = input.u32(at + 4);
  const host_data = input.awayOrNull(() => withoutZero(input.bytes(limited(host_size, 4096, "MigrateSwitchHost.host_data"), "MigrateSwitchHost.host_data")), input.u32(at + 8), "MigrateSwitchHost.host_data");
  const cert_subject_size = input.u32(at + 12);
  const cert_subject_data = input.awayOrNull(() => withoutZero(input.bytes(limited(cert_subject_size, 4096, "MigrateSwitchHost.cert_subject_data"), "MigrateSwitchHost.cert_subject_data")), input.u32(at + 16), "MigrateSwitchHost.cert_subject_data");
  return new MigrateSwitchHost(input.u16(at), input.u16(at + 2), host_data, cert_subject_data);
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
  const at = input.take(4, "Name", "name:4");
  const name = withoutZero(input.bytes(limited(input.u32(at), 4096, "Name.name"), "Name.name"));
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
  const uuid = input.bytes(limited(16, 16, "Uuid.uuid"), "Uuid.uuid");
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
  const at = input.take(4, "AgentConnectedTokens", "num_tokens:4");
  return new AgentConnectedTokens(input.u32(at));
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
  const dst_info = input.nested(readDstInfo, "MigrateBeginSeamless.dst_info");
  const at = input.take(4, "MigrateBeginSeamless", "src_mig_version:4");
  return new MigrateBeginSeamless(dst_info, input.u32(at));
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
