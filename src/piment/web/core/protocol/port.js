// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { WireError } from "../wire/error.js";
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
  let name$0, at, name_size, opened, back$4, count$5, name;
  at = input.take(9, "Init", "name_size:4 name:4 opened:1");
  name_size = input.view.getUint32(at, true);
  name$0 = input.view.getUint32(at + 4, true);
  opened = input.body[at + 8];
  input.seek(name$0, "Init.name");
  if (name$0) {
    back$4 = input.jump(name$0);
    count$5 = name_size;
    limited(count$5, 4096, "Init.name");
    name = withoutZero(input.bytes(count$5, "Init.name"));
    input.comeBack(back$4);
  } else {
    throw new WireError("Init.name", "the offset must not be 0");
  }
  return new Init(name, opened);
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
  let at, event;
  at = input.take(1, "Event", "event:1");
  event = input.body[at];
  member(event, PortEvent, "Event.event");
  return new Event(event);
}
/** @param {Writer} output @param {Event} value */
export function writeEvent(output, value) {
  output.u8(value.event, "Event.event");
}
