/** The inputs channel: keyboard and mouse (wire.md 8). */

import { InputsCap } from "../protocol/capabilities.js";
import {
  Init, KeyDown, KeyModifiers, KeyScancode, KeyUp, MouseButton, MouseMotion, MouseMotionAck,
  MousePosition, MousePress, MouseRelease,
} from "../protocol/inputs.js";
import { MouseModeFlags } from "../protocol/main.js";
import { Channel } from "./channel.js";

/** Motions that one ACK confirms. */
const ACK_BUNCH = 4;

/** Motions under way; further ones are added up until an ACK comes. */
const MOST_UNCONFIRMED = 2 * ACK_BUNCH;

const RELEASE = 0x80; // set in each byte of a scancode when the key goes up

/** @typedef {{ x: number, y: number, display: number }} Place */

/**
 * What the user does.
 *
 * Keys are PC set 1 make codes: 0x1e is A, 0xe04d is Right, Pause is 0xe11d45.
 */
export class InputsChannel extends Channel {
  /** The locks of the guest's keyboard, `KeyboardModifierFlags`. */
  locks = 0;
  /** @type {Set<number>} */
  keysDown = new Set();
  /** The buttons that are held, `MouseButtonMask`. */
  buttons = 0;
  #unconfirmed = 0;
  /** How far the mouse has moved since the last motion that was sent. */
  #motion = { dx: 0, dy: 0 };
  /** Where the pointer was put since the last place that was sent. @type {Place | null} */
  #place = null;

  /**
   * @param {import("../shared.js").Shared} shared
   * @param {number} id
   */
  constructor(shared, id) {
    super(shared, "inputs", id);
    this.on(Init, ({ keyboard_modifiers: locks }) => this.#setLocks(locks));
    this.on(KeyModifiers, ({ modifiers }) => this.#setLocks(modifiers));
    this.on(MouseMotionAck, () => {
      this.#unconfirmed = Math.max(0, this.#unconfirmed - ACK_BUNCH);
      this.#flush();
    });
  }

  /**
   * Press or release a key; one that is held may be pressed again, as repetition does.
   *
   * Throws a `RangeError` when there is no such code.
   * @param {number} code
   * @param {boolean} isPressed
   */
  key(code, isPressed) {
    const bytes = bytesOf(code);
    if (isPressed) {
      this.send(new KeyDown(packed(bytes)));
      this.keysDown.add(code);
    } else {
      this.send(new KeyUp(packed(bytes.map((byte) => byte | RELEASE))));
      this.keysDown.delete(code);
    }
  }

  /**
   * Press a key and release it, in one message where the server can.
   *
   * Throws a `RangeError` when there is no such code.
   * @param {number} code
   */
  tap(code) {
    if (this.capabilities.has(InputsCap.KEY_SCANCODE)) {
      const bytes = bytesOf(code);
      this.send(new KeyScancode(Uint8Array.of(...bytes, ...bytes.map((byte) => byte | RELEASE))));
    } else {
      this.key(code, true);
      this.key(code, false);
    }
  }

  /** Release all keys and buttons that are held. */
  releaseAll() {
    for (const code of [...this.keysDown].sort((one, other) => one - other)) this.key(code, false);
    for (const button of Object.values(MouseButton)) {
      if (button !== MouseButton.INVALID && (this.buttons & maskOf(button)) !== 0) {
        this.button(button, false);
      }
    }
  }

  /**
   * Switch the guest's locks.
   * @param {number} locks `KeyboardModifierFlags`
   */
  switchLocks(locks) {
    this.send(new KeyModifiers(locks));
  }

  /**
   * Move the mouse; counts in mouse mode SERVER.
   * @param {number} dx pixels
   * @param {number} dy
   */
  move(dx, dy) {
    this.#motion = { dx: this.#motion.dx + dx, dy: this.#motion.dy + dy };
    if (this.#unconfirmed < MOST_UNCONFIRMED) this.#flush();
  }

  /**
   * Put the pointer somewhere on a display; counts in mouse mode CLIENT.
   * @param {number} x pixels of the display's primary surface
   * @param {number} y
   * @param {number} [display]
   */
  place(x, y, display = 0) {
    this.#place = { x, y, display };
    if (this.#unconfirmed < MOST_UNCONFIRMED) this.#flush();
  }

  /**
   * Press or release a button, where the pointer was put last.
   * @param {number} button a `MouseButton`
   * @param {boolean} isPressed
   */
  button(button, isPressed) {
    this.#flush();
    if (isPressed) {
      this.buttons |= maskOf(button);
      this.send(new MousePress(button, this.buttons));
    } else {
      this.buttons &= ~maskOf(button);
      this.send(new MouseRelease(button, this.buttons));
    }
  }

  /**
   * Turn the wheel.
   * @param {number} steps down; negative: up
   */
  wheel(steps) {
    const button = steps < 0 ? MouseButton.UP : MouseButton.DOWN;
    for (let left = Math.abs(Math.trunc(steps)); left > 0; left -= 1) {
      this.button(button, true);
      this.button(button, false);
    }
  }

  /** @param {number} locks */
  #setLocks(locks) {
    this.locks = locks;
    this.shared.tell({ type: "locksChanged", locks });
  }

  /** Send what the mouse did in the mode that holds; in the other it counts for nothing. */
  #flush() {
    const [{ dx, dy }, place] = [this.#motion, this.#place];
    this.#motion = { dx: 0, dy: 0 };
    this.#place = null;
    if (this.shared.mouseMode & MouseModeFlags.CLIENT) {
      if (place === null) return;
      const { x, y, display } = place;
      this.#unconfirmed += 1;
      this.send(new MousePosition(Math.max(0, x), Math.max(0, y), this.buttons, display));
    } else if (dx !== 0 || dy !== 0) {
      this.#unconfirmed += 1;
      this.send(new MouseMotion(dx, dy, this.buttons));
    }
  }
}

/** @param {number} button */
function maskOf(button) {
  return 1 << (button - 1);
}

/**
 * Return what a key sends when it goes down: 1e for A, e0 4d for Right, e1 1d 45 for Pause.
 * @param {number} code
 */
function bytesOf(code) {
  const bytes = [code >>> 16, (code >>> 8) & 0xff, code & 0xff];
  while (bytes[0] === 0) bytes.shift();
  const [prefix, rest] = bytes.length > 1 ? [bytes[0], bytes.slice(1)] : [0, bytes];
  const isMake = rest.length > 0 && rest.every((byte) => byte > 0 && byte < RELEASE);
  const known = { 0: 1, 0xe0: 1, 0xe1: 2 }[prefix]; // bytes behind the prefix
  if (!isMake || rest.length !== known) {
    throw new RangeError(`0x${code.toString(16)} is no make code; 0x1e, 0xe04d and 0xe11d45 are`);
  }
  return bytes;
}

/**
 * Return bytes as KEY_DOWN and KEY_UP carry them, the first one lowest.
 * @param {readonly number[]} bytes
 */
function packed(bytes) {
  return bytes.reduceRight((sum, byte) => sum * 0x100 + byte, 0);
}
