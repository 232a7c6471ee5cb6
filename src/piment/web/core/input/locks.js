/** The locks of the keyboard: the user's, and the guest's. */

import { KeyboardModifierFlags } from "../protocol/inputs.js";
import { Platform } from "./keyboard.js";

/** Locks that the guest takes over, by their names in browsers. Scroll Lock is each one's own. */
const FOLLOWED = /** @type {const} */ ([
  ["CapsLock", KeyboardModifierFlags.CAPS_LOCK],
  ["NumLock", KeyboardModifierFlags.NUM_LOCK],
]);

/** Locks that a platform's keyboards do not have. @type {{ [platform: string]: Set<string> }} */
const LACKING = { [Platform.MAC]: new Set(["NumLock"]) };

/**
 * Return the locks that the guest should have, for its keys to write what the user's do.
 * @param {{ getModifierState: (name: string) => boolean }} event what a browser tells of a key
 * @param {number} locks those that it has, `KeyboardModifierFlags`
 * @param {string} platform one of `Platform`
 */
export function wantedLocks(event, locks, platform) {
  let wanted = locks;
  for (const [name, flag] of FOLLOWED) {
    if (LACKING[platform]?.has(name)) continue;
    wanted = event.getModifierState(name) ? wanted | flag : wanted & ~flag;
  }
  return wanted;
}
