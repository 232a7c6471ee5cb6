// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { limited, member, withoutZero } from "../wire/reader.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const PortEvent = Object.freeze({
  OPENED: 0,
  CLOSED: 1,
  BREAK: 2,
});


/** First message: what the port is called, and whether the guest has opened it. */
export class Init {
  /**
   * @param {Uint8Array} name
   * @param {number} opened
   */
  constructor(name, opened) {
    this.name = name;
    this.opened = opened;
  }
}
/** @param {Reader} input @returns {Init} */
export function readInit(input) {
  const at = input.take(9, "Init", "name_size:4 name:4 opened:1");
  const name_size = input.u32(at);
  const name = input.away(() => withoutZero(input.bytes(limited(name_size, 4096, "Init.name"), "Init.name")), input.u32(at + 4), "Init.name");
  return new Init(name, input.u8(at + 8));
}

/** The sender's end was opened or closed, or sends a break. */
export class Event {
  /**
   * @param {number} event
   */
  constructor(event) {
    this.event = event;
  }
}
/** @param {Reader} input @returns {Event} */
export function readEvent(input) {
  const at = input.take(1, "Event", "event:1");
  const event = member(input.u8(at), PortEvent, "Event.event");
  return new Event(event);
}
/** @param {Writer} output @param {Event} value */
export function writeEvent(output, value) {
  output.u8(value.event, "Event.event");
}
