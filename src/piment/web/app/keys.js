/** The browser's keys go to the machine while the screen has the focus. */

import { Keyboard, Platform } from "../core/input/keyboard.js";

/** They change the locks themselves. */
const LOCK_KEYS = new Set(["CapsLock", "NumLock", "ScrollLock"]);

/** Together, they lead out of the screen. */
const LEAVING = ["ControlLeft", "AltLeft", "ShiftLeft"];

/** Whose habits this browser has. @param {string} platform */
export function platformOf(platform) {
  if (/^win/i.test(platform)) return Platform.WINDOWS;
  return /^(mac|iphone|ipad)/i.test(platform) ? Platform.MAC : Platform.OTHER;
}

/** Listens to keys. */
export class Keys {
  /** @type {Set<string>} */
  #down = new Set();
  /** Whether no key was struck since the screen has the focus. */
  #isFresh = true;

  /**
   * @param {HTMLElement} screen
   * @param {(code: number, isPressed: boolean) => void} send
   * @param {(event: KeyboardEvent) => void} entered gets the first key of those who come from
   *   elsewhere, where they may have changed their locks
   * @param {() => void} leave
   */
  constructor(screen, send, entered, leave) {
    this.screen = screen;
    this.entered = entered;
    this.leave = leave;
    const later = (/** @type {() => void} */ act, /** @type {number} */ ms) => setTimeout(act, ms);
    this.platform = platformOf(navigator.platform);
    this.keyboard = new Keyboard(send, this.platform, later);
    screen.addEventListener("focus", () => {
      this.#isFresh = true;
    });
    screen.addEventListener("keydown", (event) => this.#onDown(event));
    screen.addEventListener("keyup", (event) => this.#onUp(event));
    screen.addEventListener("blur", () => this.release());
    window.addEventListener("blur", () => this.release());
    document.addEventListener("visibilitychange", () => this.release());
  }

  /** Release all keys. */
  release() {
    this.#down.clear();
    this.keyboard.releaseAll();
  }

  /** @param {KeyboardEvent} event */
  #onDown(event) {
    this.#down.add(event.code);
    if (this.#isFresh && !LOCK_KEYS.has(event.code)) this.entered(event);
    this.#isFresh = false;
    const isLeaving =
      this.#down.size === LEAVING.length && LEAVING.every((code) => this.#down.has(code));
    if (isLeaving) {
      event.preventDefault();
      this.release();
      this.leave();
    } else if (this.keyboard.down(event)) {
      event.preventDefault();
    }
  }

  /** @param {KeyboardEvent} event */
  #onUp(event) {
    this.#down.delete(event.code);
    if (this.keyboard.up(event)) event.preventDefault();
  }
}
