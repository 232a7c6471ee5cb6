/** The browser's mouse, pen and fingers go to the machine. */

import { Touch } from "../core/input/touch.js";

/** @typedef {import("../core/input/pointer.js").Pointer} Pointer */

/** @typedef {{ clientX: number, clientY: number }} Place in the window */

/** Where that is on the screen. @typedef {(place: Place) => { x: number, y: number }} Locate */

/** Listens to pointers. */
export class Mouse {
  /**
   * @param {HTMLElement} screen
   * @param {Pointer} pointer
   * @param {Locate} locate tells the machine's pixel
   * @param {() => number} factor pixels of the page for one of the machine
   * @param {() => void} touched is called when the user does something
   */
  constructor(screen, pointer, locate, factor, touched) {
    this.screen = screen;
    this.pointer = pointer;
    this.locate = locate;
    this.factor = factor;
    this.touched = touched;
    this.touch = new Touch(
      {
        place: ({ x, y }) => this.#place({ clientX: x, clientY: y }),
        button: (button, isPressed) => pointer.button(button, isPressed),
        scroll: (parts) => pointer.scroll(parts),
      },
      (act, ms) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    );
    this.#listen();
  }

  /** Release all buttons. */
  release() {
    this.touch.cancel();
    this.pointer.releaseAll();
  }

  #listen() {
    const { screen } = this;
    screen.addEventListener("pointerdown", (event) => this.#onDown(event));
    screen.addEventListener("pointermove", (event) => this.#onMove(event));
    screen.addEventListener("pointerup", (event) => this.#onUp(event));
    screen.addEventListener("pointercancel", () => this.release());
    screen.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    screen.addEventListener("contextmenu", (event) => event.preventDefault());
    screen.addEventListener("mousedown", (event) => {
      if (event.button === 1 || event.button > 2) event.preventDefault(); // autoscroll, history
    });
    screen.addEventListener("mouseup", (event) => {
      if (event.button > 2) event.preventDefault();
    });
    window.addEventListener("blur", () => this.release());
    document.addEventListener("pointerlockchange", () => {
      if (!this.isLocked) this.pointer.releaseAll();
    });
  }

  /** Whether the browser's pointer is held fast, so that only motions are told. */
  get isLocked() {
    return document.pointerLockElement === this.screen;
  }

  /** @param {PointerEvent} event */
  #onDown(event) {
    event.preventDefault();
    this.touched();
    this.screen.focus({ preventScroll: true });
    if (event.pointerType === "touch") {
      this.screen.setPointerCapture(event.pointerId);
      this.touch.start(event.pointerId, { x: event.clientX, y: event.clientY });
      return;
    }
    if (this.pointer.isRelative && !this.isLocked) {
      void this.#lock(); // which is all that this click is for
      return;
    }
    if (!this.isLocked) this.screen.setPointerCapture(event.pointerId);
    this.#place(event);
    this.pointer.button(event.button, true);
  }

  /** Hold the browser's pointer fast; it may refuse, for a second after the user let it go. */
  async #lock() {
    try {
      await this.screen.requestPointerLock();
    } catch (error) {
      console.info(`the mouse is not caught: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {PointerEvent} event */
  #onMove(event) {
    if (event.pointerType === "touch") {
      this.touch.move(event.pointerId, { x: event.clientX, y: event.clientY });
      return;
    }
    this.touched();
    if (this.pointer.isRelative) {
      if (!this.isLocked) return;
      const factor = this.factor();
      this.pointer.move(event.movementX / factor, event.movementY / factor);
    } else {
      this.#place(event);
    }
    // Further buttons of a mouse that has one down already come as moves.
    if (event.button >= 0) this.pointer.button(event.button, isDown(event));
  }

  /** @param {PointerEvent} event */
  #onUp(event) {
    if (event.pointerType === "touch") {
      this.touch.end(event.pointerId);
      return;
    }
    this.touched();
    this.#place(event);
    this.pointer.button(event.button, false);
  }

  /** @param {WheelEvent} event */
  #onWheel(event) {
    event.preventDefault();
    this.touched();
    this.#place(event);
    this.pointer.wheel(/** @type {any} */ (event)); // wheelDeltaY is old, and not among the types
  }

  /** @param {Place} at */
  #place(at) {
    const { x, y } = this.locate(at);
    this.pointer.place(x, y);
  }
}

/** `MouseEvent.buttons` of each `MouseEvent.button`. */
const MASKS = [1, 4, 2, 8, 16];

/** @param {PointerEvent} event */
function isDown({ button, buttons }) {
  return (buttons & MASKS[button]) !== 0;
}
