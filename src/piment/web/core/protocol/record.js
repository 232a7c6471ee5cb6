// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { member } from "../wire/reader.js";
import { AudioFmt } from "./playback.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */

/** The guest listens, to sound in this form. */
export class Start {
  /**
   * @param {number} channels
   * @param {number} format
   * @param {number} frequency
   */
  constructor(channels, format, frequency) {
    this.channels = channels;
    this.format = format;
    this.frequency = frequency;
  }
}
/** @param {Reader} input @returns {Start} */
export function readStart(input) {
  let at, channels, format, frequency;
  at = input.take(10, "Start", "channels:4 format:2 frequency:4");
  channels = input.view.getUint32(at, true);
  format = input.view.getUint16(at + 4, true);
  frequency = input.view.getUint32(at + 6, true);
  member(format, AudioFmt, "Start.format");
  return new Start(channels, format, frequency);
}

/** Sound comes; `time` on the multimedia clock, in milliseconds. */
export class StartMark {
  /**
   * @param {number} time
   */
  constructor(time) {
    this.time = time;
  }
}
/** @param {Writer} output @param {StartMark} value */
export function writeStartMark(output, value) {
  output.u32(value.time, "StartMark.time");
}
