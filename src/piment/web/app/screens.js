/** The machine's screens, of which one is shown. */

/** Buttons for the screens, when there are several. */
export class Screens {
  /** @type {number[]} */
  #ids = [];

  /**
   * @param {Document} document
   * @param {number} chosen the id of the display to begin with
   * @param {(id: number) => void} choose
   */
  constructor(document, chosen, choose) {
    this.document = document;
    this.group = /** @type {HTMLElement} */ (document.getElementById("screens"));
    this.wanted = chosen;
    this.choose = choose;
  }

  /** The id of the display that is shown: the wanted one, or the first that there is. */
  get chosen() {
    return this.#ids.includes(this.wanted) ? this.wanted : (this.#ids[0] ?? this.wanted);
  }

  /** Offer these displays. @param {Iterable<number>} ids */
  offer(ids) {
    this.#ids = [...ids].sort((one, other) => one - other);
    this.group.hidden = this.#ids.length < 2;
    this.group.replaceChildren(...this.#ids.map((id, index) => this.#button(id, index)));
  }

  /**
   * @param {number} id
   * @param {number} index
   */
  #button(id, index) {
    const button = this.document.createElement("button");
    const label = this.document.createElement("span");
    label.textContent = String(index + 1);
    button.type = "button";
    button.append(label);
    button.setAttribute("aria-label", `Screen ${index + 1}`);
    button.setAttribute("aria-pressed", String(id === this.chosen));
    button.addEventListener("click", () => {
      this.wanted = id;
      this.offer(this.#ids);
      this.choose(id);
    });
    return button;
  }
}
