/** Text as strokes on the guest's keyboard: what its layout decides. */

import { LAYOUTS, LEVELS, PLACES, SIGNS } from "./tables/layouts.js";

const ENTER = 0x1c;
const TAB = 0x0f;
const SPACE = 0x39;

/** Combining characters, as which layouts have their dead keys. */
const COMBINING = /[\u0300-\u036f]/;

/**
 * One key, and those that are held around it; all are make codes.
 * @typedef {{ key: number, held: readonly number[] }} Stroke
 */

/** The layouts by X's names, each with what people call it. */
export const NAMES = Object.entries(LAYOUTS).map(([name, [title]]) => ({ name, title }));

/** How one keyboard writes. */
export class Layout {
  /** @type {Map<string, Stroke>} */
  #written = new Map([
    ["\n", { key: ENTER, held: [] }],
    ["\t", { key: TAB, held: [] }],
    [" ", { key: SPACE, held: [] }],
  ]);
  /** Dead keys by the combining character of what they add. @type {Map<string, Stroke>} */
  #dead = new Map();

  /** @param {string} name one of `NAMES` */
  constructor(name) {
    const [, ...levels] = LAYOUTS[name];
    levels.forEach((chars, level) => {
      [...chars].forEach((char, place) => {
        const table = COMBINING.test(char) ? this.#dead : this.#written;
        if (char !== " ") table.set(char, { key: PLACES[place], held: LEVELS[level] });
      });
    });
  }

  /**
   * Return what writes a text, and the characters that nothing writes, each once.
   *
   * Newline is Enter, tab is Tab. A letter without a key of its own is written by a dead key.
   * @param {string} text
   * @returns {{ strokes: Stroke[], missing: string[] }}
   */
  strokes(text) {
    /** @type {Set<string>} */
    const missing = new Set();
    const strokes = [...text.replaceAll("\r\n", "\n").normalize("NFC")].flatMap((char) => {
      const found = this.#letter(char) ?? this.#sign(char);
      if (found === null) missing.add(char);
      return found ?? [];
    });
    return { strokes, missing: [...missing] };
  }

  /**
   * @param {string} char
   * @returns {Stroke[] | null}
   */
  #letter(char) {
    const direct = this.#written.get(char);
    if (direct !== undefined) return [direct];
    const parts = char.normalize("NFD");
    const dead = this.#dead.get(parts.slice(-1));
    if (parts.length < 2 || dead === undefined) return null;
    const rest = this.#letter(parts.slice(0, -1).normalize("NFC"));
    return rest && [dead, ...rest];
  }

  /**
   * @param {string} char
   * @returns {Stroke[] | null}
   */
  #sign(char) {
    const [mark, base] = SIGNS[char] ?? [];
    const dead = this.#dead.get(mark);
    const second = this.#written.get(base) ?? this.#dead.get(base);
    return dead && second ? [dead, second] : null;
  }
}
