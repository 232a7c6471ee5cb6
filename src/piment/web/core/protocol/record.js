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
  const at = input.take(10, "Start", "channels:4 format:2 frequency:4");
  const format = member(input.u16(at + 4), AudioFmt, "Start.format");
  return new Start(input.u32(at), format, input.u32(at + 6));
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
