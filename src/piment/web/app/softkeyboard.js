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

/** Text of which `compositionend` tells too, before or after. */
const COMPOSED = new Set(["insertCompositionText", "insertFromComposition"]);

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
    this.field.addEventListener("compositionend", ({ data }) => {
      this.#clear();
      this.#write(data);
    });
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
    // Keys that change no text; the others come as input, whatever `code` they have.
    const isPlain = Object.hasOwn(CODES, event.code) && event.key.length > 1;
    if (!isPlain || event.key === "Unidentified" || event.key === "Process") return;
    event.preventDefault();
    this.#press([CODES[event.code]]);
  }

  /** @param {InputEvent} event */
  #onInput({ inputType, data, isComposing }) {
    if (isComposing || COMPOSED.has(inputType)) return;
    const text = data ?? this.field.value.replace(FILLING, "");
    const key = EDITING[inputType];
    this.#clear();
    if (key === undefined) this.#write(text);
    else this.#press([CODES[key]]);
  }

  /** @param {string} text */
  #write(text) {
    const { strokes, missing } = new Layout(this.layout()).strokes(text);
    if (missing.length > 0) this.lacking(missing);
    for (const { key, held } of strokes) this.#press([...held, key]);
  }

  /** @param {readonly number[]} codes */
  #press(codes) {
    const keys = this.keys();
    if (keys !== null) press(codes, keys);
  }

  #clear() {
    this.field.value = FILLING;
    this.field.setSelectionRange(FILLING.length, FILLING.length);
  }
}
