/**
 * The keyboard that a user holds, as the guest should have it: keys by their place, whatever is
 * written on them. Layouts, dead keys and AltGr are the guest's to make of it.
 *
 * What browsers do not tell is made up for: releases that went elsewhere, keys of which macOS tells
 * half, and the Ctrl that Windows makes up before AltGr.
 */

import { CODES } from "./tables/codes.js";

/** What a browser tells of a key. @typedef {object} KeyEvent
 * @property {string} code its place
 * @property {string} key what it writes
 * @property {number} timeStamp in milliseconds
 * @property {boolean} [shiftKey]
 * @property {boolean} [ctrlKey]
 * @property {boolean} [altKey]
 * @property {boolean} [metaKey]
 */

/** Whose habits the browser has. */
export const Platform = Object.freeze({ WINDOWS: "windows", MAC: "mac", OTHER: "other" });

/** How much later than a made-up Ctrl its AltGr comes at most. */
const ALTGR_MS = 50;

/** Modifiers by what an event has of them; AltGr comes and goes as Ctrl and Alt, or as neither. */
const MODIFIERS = /** @type {const} */ ([
  ["shiftKey", ["ShiftLeft", "ShiftRight"]],
  ["ctrlKey", ["ControlLeft", "ControlRight"]],
  ["altKey", ["AltLeft"]],
  ["metaKey", ["MetaLeft", "MetaRight", "OSLeft", "OSRight"]],
]);

/** Keys whose press macOS tells when their light goes on, and their release when it goes off. */
const MAC_LOCKS = new Set(["CapsLock"]);

/** Keys of which Windows tells the release alone. */
const RELEASE_ALONE = new Set(["PrintScreen"]);

/** Follows the keys that are held. */
export class Keyboard {
  /** Names of the keys that the guest has down. @type {Set<string>} */
  #held = new Set();
  /** A Ctrl that Windows may have made up. @type {{ since: number } | null} */
  #doubtful = null;

  /**
   * @param {(code: number, isPressed: boolean) => void} send gets make codes
   * @param {string} platform one of `Platform`
   * @param {(act: () => void, ms: number) => void} later calls after some time
   */
  constructor(send, platform, later) {
    this.send = send;
    this.platform = platform;
    this.later = later;
  }

  /**
   * A key goes down, or repeats. Returns whether the guest has that key.
   * @param {KeyEvent} event
   */
  down(event) {
    const { code } = event;
    if (!Object.hasOwn(CODES, code)) return false;
    this.#decide(event);
    this.#reconcile(event);
    if (this.#isDoubtful(event)) return this.#wait(event);
    if (this.platform === Platform.MAC && MAC_LOCKS.has(code)) this.#tap(code);
    else this.#press(code);
    return true;
  }

  /**
   * A key goes up. Returns whether the guest has that key.
   * @param {KeyEvent} event
   */
  up(event) {
    const { code } = event;
    if (!Object.hasOwn(CODES, code)) return false;
    if (code === "ControlLeft") this.#settle();
    if (this.#held.has(code)) this.#release(code);
    else if (RELEASE_ALONE.has(code)) this.#tap(code);
    else if (this.platform === Platform.MAC && MAC_LOCKS.has(code)) this.#tap(code);
    if (this.platform === Platform.MAC && code.startsWith("Meta")) this.releaseAll();
    return true;
  }

  /** Release all keys: the page is not told any more what happens to them. */
  releaseAll() {
    this.#doubtful = null;
    for (const code of [...this.#held]) this.#release(code);
  }

  /** Forget what is held: the guest has released it. */
  reset() {
    this.#doubtful = null;
    this.#held.clear();
  }

  /** @param {KeyEvent} event */
  #isDoubtful({ code }) {
    return (
      this.platform === Platform.WINDOWS && code === "ControlLeft" && !this.#held.has(code)
    );
  }

  /** @param {KeyEvent} event */
  #wait({ timeStamp }) {
    const doubtful = { since: timeStamp };
    this.#doubtful = doubtful;
    this.later(() => {
      if (this.#doubtful === doubtful) this.#settle();
    }, ALTGR_MS);
    return true;
  }

  /** Know by the next key whether the Ctrl was one. @param {KeyEvent} event */
  #decide({ code, timeStamp }) {
    if (this.#doubtful === null || code === "ControlLeft") return;
    const isMadeUp = code === "AltRight" && timeStamp - this.#doubtful.since <= ALTGR_MS;
    if (isMadeUp) this.#doubtful = null;
    else this.#settle();
  }

  /** Take a doubtful Ctrl for one. */
  #settle() {
    if (this.#doubtful === null) return;
    this.#doubtful = null;
    this.#press("ControlLeft");
  }

  /** Release modifiers that are up without our having been told. @param {KeyEvent} event */
  #reconcile(event) {
    for (const [flag, codes] of MODIFIERS) {
      if (event[flag] !== false) continue;
      for (const code of codes) {
        if (code !== event.code && this.#held.has(code)) this.#release(code);
      }
    }
  }

  /** @param {string} code */
  #press(code) {
    this.#held.add(code);
    this.send(CODES[code], true);
  }

  /** @param {string} code */
  #release(code) {
    this.#held.delete(code);
    this.send(CODES[code], false);
  }

  /** @param {string} code */
  #tap(code) {
    this.#press(code);
    this.#release(code);
  }
}
