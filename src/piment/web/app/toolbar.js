/** The toolbar: it comes when it is wanted, and leaves when it is not. */

/** How long it stays when nobody is at it. */
const LINGER_MS = 1800;

/** How long it stays at first, so that people see that there is one. */
const GREETING_MS = 4000;

/** How near to the upper edge the mouse calls it, in pixels. */
const EDGE = 2;

/** Shows and hides the toolbar. */
export class Toolbar {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isPinned = false;
  #wasOpen = false;

  /**
   * @param {Document} document
   * @param {() => void} left is called when the focus should go back to the screen
   */
  constructor(document, left) {
    const find = (/** @type {string} */ id) =>
      /** @type {HTMLElement} */ (document.getElementById(id));
    this.bar = find("bar");
    this.tools = find("toolbar");
    this.handle = find("handle");
    this.light = find("light");
    this.left = left;
    // The focus that a finger gives opens it too, before the click comes.
    this.handle.addEventListener("pointerdown", () => {
      this.#wasOpen = this.isOpen;
    });
    this.handle.addEventListener("click", ({ detail: clicks }) => {
      this.#toggle(clicks > 0 ? this.#wasOpen : this.isOpen);
    });
    this.bar.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse") this.open();
    });
    this.bar.addEventListener("pointerleave", () => this.closeSoon());
    this.bar.addEventListener("focusin", () => this.open());
    this.bar.addEventListener("focusout", () => this.closeSoon());
    this.bar.addEventListener("keydown", (event) => this.#onKey(event));
    document.addEventListener("pointermove", ({ clientY, buttons, pointerType }) => {
      if (clientY <= EDGE && buttons === 0 && pointerType === "mouse") this.open();
    });
    this.open();
    this.closeSoon(GREETING_MS);
  }

  /** Whether it is to be seen. */
  get isOpen() {
    return this.bar.dataset.open === "true";
  }

  /** Keep it there, or let it leave again. @param {boolean} isPinned */
  pin(isPinned) {
    this.#isPinned = isPinned;
    if (isPinned) this.open();
    else this.closeSoon();
  }

  /** Say how the connection is. @param {string} state */
  tell(state) {
    this.light.dataset.state = state;
  }

  open() {
    clearTimeout(this.#timer);
    this.#set(true);
  }

  /** Open it, and go there. */
  enter() {
    this.open();
    this.#buttons()[0]?.focus();
  }

  /** @param {number} [ms] */
  closeSoon(ms = LINGER_MS) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#isWanted) this.#set(false);
    }, ms);
  }

  get #isWanted() {
    return this.#isPinned || this.bar.matches(":hover") || this.bar.matches(":focus-within");
  }

  /** @param {boolean} wasOpen */
  #toggle(wasOpen) {
    clearTimeout(this.#timer);
    this.#set(!wasOpen);
  }

  /** @param {boolean} isOpen */
  #set(isOpen) {
    this.bar.dataset.open = String(isOpen);
    this.handle.setAttribute("aria-expanded", String(isOpen));
    this.handle.setAttribute("aria-label", isOpen ? "Hide the toolbar" : "Show the toolbar");
  }

  /** @returns {HTMLElement[]} */
  #buttons() {
    const all = this.tools.querySelectorAll("button:not(:disabled), select:not(:disabled)");
    return [.../** @type {NodeListOf<HTMLElement>} */ (all)].filter(
      (each) => each.offsetParent !== null,
    );
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "Escape") {
      this.#set(false);
      this.left();
      return;
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const buttons = this.#buttons();
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    buttons.at((at + step) % buttons.length)?.focus();
    event.preventDefault();
  }
}
