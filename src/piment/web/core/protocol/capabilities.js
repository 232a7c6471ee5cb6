// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
export const CommonCap = Object.freeze({
  PROTOCOL_AUTH_SELECTION: 0,
  AUTH_SPICE: 1,
  AUTH_SASL: 2,
  MINI_HEADER: 3,
});

export const MainCap = Object.freeze({
  SEMI_SEAMLESS_MIGRATE: 0,
  NAME_AND_UUID: 1,
  AGENT_CONNECTED_TOKENS: 2,
  SEAMLESS_MIGRATE: 3,
});

export const DisplayCap = Object.freeze({
  SIZED_STREAM: 0,
  MONITORS_CONFIG: 1,
  COMPOSITE: 2,
  A8_SURFACE: 3,
  STREAM_REPORT: 4,
  LZ4_COMPRESSION: 5,
  PREF_COMPRESSION: 6,
  GL_SCANOUT: 7,
  MULTI_CODEC: 8,
  CODEC_MJPEG: 9,
  CODEC_VP8: 10,
  CODEC_H264: 11,
  PREF_VIDEO_CODEC_TYPE: 12,
  CODEC_VP9: 13,
  CODEC_H265: 14,
  GL_SCANOUT2: 15,
});

export const InputsCap = Object.freeze({
  KEY_SCANCODE: 0,
});

export const PlaybackCap = Object.freeze({
  CELT_0_5_1: 0,
  VOLUME: 1,
  LATENCY: 2,
  OPUS: 3,
});

export const RecordCap = Object.freeze({
  CELT_0_5_1: 0,
  VOLUME: 1,
  OPUS: 2,
});
