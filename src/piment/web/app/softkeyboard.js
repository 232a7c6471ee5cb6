/** The keyboard that a touch device shows, for which there must be a field to type into. */

import { CODES } from "../core/input/tables/codes.js";
import { Layout } from "../core/input/layout.js";
import { press } from "../core/input/typing.js";

/** What the field always holds, so that there is something to delete. */
const FILLING = "\u00a0";

/**
 * Keys that edit, by what browsers call the change that they make.
 * @type {{ [type: string]: string }}
 */
const EDITING = {
  deleteContentBackward: "Backspace",
  deleteContentForward: "Delete",
  insertLineBreak: "Enter",
  insertParagraph: "Enter",
};

/** Turns text into strokes. */
export class SoftKeyboard {
  /**
   * @param {Document} document
   * @param {() => import("../core/input/typing.js").Keys | null} keys
   * @param {() => string} layout by X's name
   * @param {(chars: readonly string[]) => void} lacking is told what the layout lacks
   */
  constructor(document, keys, layout, lacking) {
    this.field = /** @type {HTMLTextAreaElement} */ (document.getElementById("typed"));
    this.button = /** @type {HTMLElement} */ (document.getElementById("touch-button"));
    this.keys = keys;
    this.layout = layout;
    this.lacking = lacking;
    this.field.addEventListener("input", (event) => this.#onInput(/** @type {any} */ (event)));
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.field.addEventListener("focus", () => this.#tell(true));
    this.field.addEventListener("blur", () => this.#tell(false));
    // Before the button takes the focus, which would hide the keyboard.
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.#toggle(document));
    this.#clear();
  }

  /** @param {Document} document */
  #toggle(document) {
    if (document.activeElement === this.field) this.field.blur();
    else this.field.focus({ preventScroll: true });
  }

  /** @param {boolean} isOn */
  #tell(isOn) {
    this.button.setAttribute("aria-pressed", String(isOn));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const keys = this.keys();
    // Keys that change no text; the others come as input, whatever `code` they have.
    const isPlain = event.code in CODES && event.key.length > 1 && event.key !== "Unidentified";
    if (keys === null || !isPlain || event.key === "Process") return;
    event.preventDefault();
    press([CODES[event.code]], keys);
  }

  /** @param {InputEvent} event */
  #onInput({ inputType, data, isComposing }) {
    if (isComposing) return;
    const keys = this.keys();
    const key = EDITING[inputType];
    const text = data ?? this.field.value.replace(FILLING, "");
    this.#clear();
    if (keys === null) return;
    if (key !== undefined) {
      press([CODES[key]], keys);
      return;
    }
    const { strokes, missing } = new Layout(this.layout()).strokes(text);
    if (missing.length > 0) this.lacking(missing);
    for (const { key: code, held } of strokes) press([...held, code], keys);
  }

  #clear() {
    this.field.value = FILLING;
    this.field.setSelectionRange(FILLING.length, FILLING.length);
  }
}
