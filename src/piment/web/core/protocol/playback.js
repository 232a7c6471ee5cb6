// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { limited, member } from "../wire/reader.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const AudioDataMode = Object.freeze({
  INVALID: 0,
  RAW: 1,
  CELT_0_5_1: 2,
  OPUS: 3,
});

export const AudioFmt = Object.freeze({
  INVALID: 0,
  S16: 1,
});


/** One frame of sound; `time` on the multimedia clock, in milliseconds. */
export class Data {
  /**
   * @param {number} time
   * @param {Uint8Array} data
   */
  constructor(time, data) {
    this.time = time;
    this.data = data;
  }
}
/** @param {Reader} input @returns {Data} */
export function readData(input) {
  const at = input.take(4, "Data", "time:4");
  const data = input.bytes(limited(input.rest(1, "Data.data"), 65536, "Data.data"), "Data.data");
  return new Data(input.u32(at), data);
}
/** @param {Writer} output @param {Data} value */
export function writeData(output, value) {
  output.u32(value.time, "Data.time");
  limited(value.data.length, 65536, "Data.data");
  output.raw(value.data);
}

/** From here on, DATA is coded like this; comes before START. */
export class Mode {
  /**
   * @param {number} time
   * @param {number} mode
   * @param {Uint8Array} data
   */
  constructor(time, mode, data) {
    this.time = time;
    this.mode = mode;
    this.data = data;
  }
}
/** @param {Reader} input @returns {Mode} */
export function readMode(input) {
  const at = input.take(6, "Mode", "time:4 mode:2");
  const mode = member(input.u16(at + 4), AudioDataMode, "Mode.mode");
  const data = input.bytes(limited(input.rest(1, "Mode.data"), 65536, "Mode.data"), "Mode.data");
  return new Mode(input.u32(at), mode, data);
}
/** @param {Writer} output @param {Mode} value */
export function writeMode(output, value) {
  output.u32(value.time, "Mode.time");
  output.u16(value.mode, "Mode.mode");
  limited(value.data.length, 65536, "Mode.data");
  output.raw(value.data);
}

/** No more sound until the next START. */
export class Stop {
}
/** @param {Reader} input @returns {Stop} */
export function readStop(input) {
  return new Stop();
}

/** How loud each channel is, 0 to 65535. */
export class Volume {
  /**
   * @param {(number)[]} volume
   */
  constructor(volume) {
    this.volume = volume;
  }
}
/** @param {Reader} input @returns {Volume} */
export function readVolume(input) {
  const at = input.take(1, "Volume", "volume:1");
  const volume = input.integers(input.u16, 2, limited(input.u8(at), 255, "Volume.volume"), "Volume.volume");
  return new Volume(volume);
}

/** Whether it is silent altogether. */
export class Mute {
  /**
   * @param {number} mute
   */
  constructor(mute) {
    this.mute = mute;
  }
}
/** @param {Reader} input @returns {Mute} */
export function readMute(input) {
  const at = input.take(1, "Mute", "mute:1");
  return new Mute(input.u8(at));
}

/** Sound comes, in this form. */
export class Start {
  /**
   * @param {number} channels
   * @param {number} format
   * @param {number} frequency
   * @param {number} time
   */
  constructor(channels, format, frequency, time) {
    this.channels = channels;
    this.format = format;
    this.frequency = frequency;
    this.time = time;
  }
}
/** @param {Reader} input @returns {Start} */
export function readStart(input) {
  const at = input.take(14, "Start", "channels:4 format:2 frequency:4 time:4");
  const format = member(input.u16(at + 4), AudioFmt, "Start.format");
  return new Start(input.u32(at), format, input.u32(at + 6), input.u32(at + 10));
}

/** Keep at least this much sound in hand; in step with video, for clients with LATENCY. */
export class Latency {
  /**
   * @param {number} latency_ms
   */
  constructor(latency_ms) {
    this.latency_ms = latency_ms;
  }
}
/** @param {Reader} input @returns {Latency} */
export function readLatency(input) {
  const at = input.take(4, "Latency", "latency_ms:4");
  return new Latency(input.u32(at));
}
