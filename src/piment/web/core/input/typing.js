/** A text, typed: for guests that have no clipboard for us. */

import { KeyboardModifierFlags } from "../protocol/inputs.js";

const { CAPS_LOCK } = KeyboardModifierFlags;

/** Between strokes: a PS/2 keyboard, as QEMU has it, holds 16 bytes and drops what comes then. */
const STROKE_MS = 20;

/** Most characters of one text, which take ten minutes. */
export const MOST_CHARACTERS = 30_000;

/**
 * @typedef {object} Keys what strokes go to
 * @property {(code: number, isPressed: boolean) => void} key
 * @property {number} locks that are on, `KeyboardModifierFlags`
 * @property {(locks: number) => void} switchLocks
 */

/**
 * Type strokes, until it is aborted; resolves with whether all were typed. Caps Lock is off in the
 * meantime.
 * @param {readonly import("./layout.js").Stroke[]} strokes
 * @param {Keys} keys
 * @param {(ms: number) => Promise<void>} pause
 * @param {{ aborted: boolean }} signal
 * @param {(done: number) => void} [progress]
 */
export async function type(strokes, keys, pause, signal, progress = () => {}) {
  const { locks } = keys;
  const isCapital = (locks & CAPS_LOCK) !== 0;
  if (isCapital) keys.switchLocks(locks & ~CAPS_LOCK);
  try {
    for (const [index, { key, held }] of strokes.entries()) {
      if (signal.aborted) return false;
      press([...held, key], keys);
      progress(index + 1);
      await pause(STROKE_MS);
    }
    return true;
  } finally {
    if (isCapital) keys.switchLocks(locks);
  }
}

/**
 * Press keys together: down in their order, up in the reverse of it.
 * @param {readonly number[]} codes make codes
 * @param {Pick<Keys, "key">} keys
 */
export function press(codes, keys) {
  for (const code of codes) keys.key(code, true);
  for (const code of [...codes].reverse()) keys.key(code, false);
}
