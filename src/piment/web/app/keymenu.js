/** The menu of keys that the browser keeps for itself. */

import { CHORDS } from "../core/input/chords.js";

/** A group of more chords has two columns. */
const WIDE = 9;

/** Shows the menu. */
export class KeyMenu {
  /**
   * @param {Document} document
   * @param {(codes: readonly number[]) => void} press
   * @param {(isOpen: boolean) => void} toggled
   */
  constructor(document, press, toggled) {
    this.menu = /** @type {HTMLElement} */ (document.getElementById("keys"));
    this.button = /** @type {HTMLButtonElement} */ (document.getElementById("keys-button"));
    this.press = press;
    this.toggled = toggled;
    this.menu.append(...CHORDS.map((group) => this.#group(document, group)));
    this.button.addEventListener("click", () => this.#set(this.menu.hidden));
    this.menu.addEventListener("keydown", (event) => this.#onKey(event));
    document.addEventListener("pointerdown", ({ target }) => {
      const isInside = this.menu.contains(/** @type {Node} */ (target));
      if (!isInside && !this.button.contains(/** @type {Node} */ (target))) this.close();
    });
  }

  /** Hide it. */
  close() {
    if (!this.menu.hidden) this.#set(false);
  }

  /**
   * @param {Document} document
   * @param {typeof CHORDS[number]} group
   */
  #group(document, { title, chords }) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", title);
    group.dataset.wide = String(chords.length > WIDE);
    const heading = document.createElement("h3");
    heading.textContent = title;
    heading.setAttribute("role", "presentation");
    group.append(heading, ...chords.map((chord) => this.#item(document, chord)));
    return group;
  }

  /**
   * @param {Document} document
   * @param {import("../core/input/chords.js").Chord} chord
   */
  #item(document, { label, codes }) {
    const item = document.createElement("button");
    item.type = "button";
    item.textContent = label;
    item.tabIndex = -1;
    item.setAttribute("role", "menuitem");
    item.addEventListener("click", () => {
      this.close();
      this.press(codes);
    });
    return item;
  }

  /** @param {boolean} isOpen */
  #set(isOpen) {
    this.menu.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
    this.toggled(isOpen);
    if (isOpen) this.#items()[0].focus();
  }

  #items() {
    return [...this.menu.querySelectorAll("button")];
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "Escape" || event.key === "Tab") {
      this.close();
      this.button.focus();
      event.preventDefault();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const items = this.#items();
    const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    items.at((at + step) % items.length)?.focus();
    event.preventDefault();
  }
}
