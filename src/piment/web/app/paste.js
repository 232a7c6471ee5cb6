/** The dialog that types a text into the machine, for guests that have no clipboard for us. */

import { Layout, NAMES } from "../core/input/layout.js";
import { MOST_CHARACTERS, type } from "../core/input/typing.js";

/** Characters that a message lists at most. */
const MOST_SHOWN = 8;

/** Types texts. */
export class PasteDialog {
  /** @type {AbortController | null} */
  #typing = null;

  /**
   * @param {Document} document
   * @param {string} layout by X's name, the one to begin with
   * @param {() => import("../core/input/typing.js").Keys | null} keys of the machine if it is there
   */
  constructor(document, layout, keys) {
    const find = (/** @type {string} */ id) => document.getElementById(id);
    this.dialog = /** @type {HTMLDialogElement} */ (find("paste"));
    this.text = /** @type {HTMLTextAreaElement} */ (find("paste-text"));
    this.layout = /** @type {HTMLSelectElement} */ (find("layout"));
    this.error = /** @type {HTMLElement} */ (find("paste-error"));
    this.progress = /** @type {HTMLProgressElement} */ (find("paste-progress"));
    this.keys = keys;
    this.text.maxLength = MOST_CHARACTERS;
    this.layout.append(...NAMES.map(({ name, title }) => new Option(title, name)));
    this.layout.value = NAMES.some(({ name }) => name === layout) ? layout : NAMES[0].name;
    const form = /** @type {HTMLFormElement} */ (this.dialog.querySelector("form"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#type();
    });
    find("paste-cancel")?.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.#typing?.abort());
  }

  /** Ask for a text. */
  open() {
    this.error.textContent = "";
    this.progress.hidden = true;
    this.dialog.showModal();
    this.text.focus();
    this.text.select();
  }

  async #type() {
    const keys = this.keys();
    if (this.#typing !== null || keys === null) return;
    const { strokes, missing } = new Layout(this.layout.value).strokes(this.text.value);
    if (missing.length > 0) {
      this.error.textContent = `This layout cannot type ${listed(missing)}.`;
      return;
    }
    this.error.textContent = "";
    this.#typing = new AbortController();
    this.progress.max = strokes.length;
    this.progress.hidden = false;
    const isDone = await type(strokes, keys, pause, this.#typing.signal, (done) => {
      this.progress.value = done;
    });
    this.#typing = null;
    this.progress.hidden = true;
    if (!isDone) return;
    this.text.value = "";
    this.dialog.close();
  }
}

/** @param {number} ms */
function pause(ms) {
  return /** @type {Promise<void>} */ (new Promise((resolve) => setTimeout(resolve, ms)));
}

/** @param {readonly string[]} chars */
function listed(chars) {
  const shown = chars.slice(0, MOST_SHOWN).join(" ");
  const more = chars.length - MOST_SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
