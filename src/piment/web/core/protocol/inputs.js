// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { limited } from "../wire/reader.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const KeyboardModifierFlags = Object.freeze({
  SCROLL_LOCK: 1,
  NUM_LOCK: 2,
  CAPS_LOCK: 4,
});

export const MouseButton = Object.freeze({
  INVALID: 0,
  LEFT: 1,
  MIDDLE: 2,
  RIGHT: 3,
  UP: 4,
  DOWN: 5,
  SIDE: 6,
  EXTRA: 7,
});

export const MouseButtonMask = Object.freeze({
  LEFT: 1,
  MIDDLE: 2,
  RIGHT: 4,
  UP: 8,
  DOWN: 16,
  SIDE: 32,
  EXTRA: 64,
});


/** First message: the guest's locks. */
export class Init {
  /**
   * @param {number} keyboard_modifiers
   */
  constructor(keyboard_modifiers) {
    this.keyboard_modifiers = keyboard_modifiers;
  }
}
/** @param {Reader} input @returns {Init} */
export function readInit(input) {
  const at = input.take(2, "Init", "keyboard_modifiers:2");
  return new Init(input.u16(at));
}

/** Server: the guest's locks changed. Client: the locks that it wants (wire.md 8.4). */
export class KeyModifiers {
  /**
   * @param {number} modifiers
   */
  constructor(modifiers) {
    this.modifiers = modifiers;
  }
}
/** @param {Reader} input @returns {KeyModifiers} */
export function readKeyModifiers(input) {
  const at = input.take(2, "KeyModifiers", "modifiers:2");
  return new KeyModifiers(input.u16(at));
}
/** @param {Writer} output @param {KeyModifiers} value */
export function writeKeyModifiers(output, value) {
  output.u16(value.modifiers, "KeyModifiers.modifiers");
}

/** Four motions or positions have arrived (wire.md 8.3). */
export class MouseMotionAck {
}
/** @param {Reader} input @returns {MouseMotionAck} */
export function readMouseMotionAck(input) {
  return new MouseMotionAck();
}

/** A key goes down; up to four scancode bytes, the first one lowest (wire.md 8.2). */
export class KeyDown {
  /**
   * @param {number} code
   */
  constructor(code) {
    this.code = code;
  }
}
/** @param {Writer} output @param {KeyDown} value */
export function writeKeyDown(output, value) {
  output.u32(value.code, "KeyDown.code");
}

/** A key goes up; the scancode has its release bit set. */
export class KeyUp {
  /**
   * @param {number} code
   */
  constructor(code) {
    this.code = code;
  }
}
/** @param {Writer} output @param {KeyUp} value */
export function writeKeyUp(output, value) {
  output.u32(value.code, "KeyUp.code");
}

/** Raw scancode bytes, for servers with KEY_SCANCODE. */
export class KeyScancode {
  /**
   * @param {Uint8Array} codes
   */
  constructor(codes) {
    this.codes = codes;
  }
}
/** @param {Writer} output @param {KeyScancode} value */
export function writeKeyScancode(output, value) {
  limited(value.codes.length, 256, "KeyScancode.codes");
  output.raw(value.codes);
}

/** The pointer moves by this much; honoured in mouse mode SERVER. */
export class MouseMotion {
  /**
   * @param {number} dx
   * @param {number} dy
   * @param {number} buttons_state
   */
  constructor(dx, dy, buttons_state) {
    this.dx = dx;
    this.dy = dy;
    this.buttons_state = buttons_state;
  }
}
/** @param {Writer} output @param {MouseMotion} value */
export function writeMouseMotion(output, value) {
  output.i32(value.dx, "MouseMotion.dx");
  output.i32(value.dy, "MouseMotion.dy");
  output.u16(value.buttons_state, "MouseMotion.buttons_state");
}

/** The pointer is here; honoured in mouse mode CLIENT. */
export class MousePosition {
  /**
   * @param {number} x
   * @param {number} y
   * @param {number} buttons_state
   * @param {number} display_id
   */
  constructor(x, y, buttons_state, display_id) {
    this.x = x;
    this.y = y;
    this.buttons_state = buttons_state;
    this.display_id = display_id;
  }
}
/** @param {Writer} output @param {MousePosition} value */
export function writeMousePosition(output, value) {
  output.u32(value.x, "MousePosition.x");
  output.u32(value.y, "MousePosition.y");
  output.u16(value.buttons_state, "MousePosition.buttons_state");
  output.u8(value.display_id, "MousePosition.display_id");
}

/** A button goes down; `buttons_state` includes it. */
export class MousePress {
  /**
   * @param {number} button
   * @param {number} buttons_state
   */
  constructor(button, buttons_state) {
    this.button = button;
    this.buttons_state = buttons_state;
  }
}
/** @param {Writer} output @param {MousePress} value */
export function writeMousePress(output, value) {
  output.u8(value.button, "MousePress.button");
  output.u16(value.buttons_state, "MousePress.buttons_state");
}

/** A button goes up; `buttons_state` does not include it. */
export class MouseRelease {
  /**
   * @param {number} button
   * @param {number} buttons_state
   */
  constructor(button, buttons_state) {
    this.button = button;
    this.buttons_state = buttons_state;
  }
}
/** @param {Writer} output @param {MouseRelease} value */
export function writeMouseRelease(output, value) {
  output.u8(value.button, "MouseRelease.button");
  output.u16(value.buttons_state, "MouseRelease.buttons_state");
}
