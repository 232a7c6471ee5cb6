/** The pointer, in both mouse modes (wire.md 5.4, 8.3). */

import { MouseButton } from "../protocol/inputs.js";
import { MouseModeFlags } from "../protocol/main.js";
import { Wheel } from "./wheel.js";

/** SPICE's buttons by `MouseEvent.button`. */
const BUTTONS = [
  ...[MouseButton.LEFT, MouseButton.MIDDLE, MouseButton.RIGHT],
  ...[MouseButton.SIDE, MouseButton.EXTRA],
];

/**
 * What the pointer acts on: the inputs channel.
 * @typedef {object} Mouse
 * @property {(dx: number, dy: number) => void} move
 * @property {(x: number, y: number, display: number) => void} place
 * @property {(button: number, isPressed: boolean) => void} button
 * @property {(steps: number) => void} wheel down is positive
 */

/** Where the pointer is, and what it holds. */
export class Pointer {
  /** Buttons that the guest has down. @type {Set<number>} */
  #held = new Set();
  #wheel = new Wheel();
  #restX = 0; // parts of a pixel that have been moved and not sent
  #restY = 0;

  /**
   * @param {Mouse} mouse
   * @param {number} display which screen it is on
   */
  constructor(mouse, display = 0) {
    this.mouse = mouse;
    this.display = display;
    /** The mode that holds. @type {number} */
    this.mode = MouseModeFlags.SERVER;
  }

  /** Whether the guest takes motions alone, so that the page should hold the pointer fast. */
  get isRelative() {
    return (this.mode & MouseModeFlags.CLIENT) === 0;
  }

  /**
   * Be at a place of the screen; counts in mode CLIENT.
   * @param {number} x pixels of the guest
   * @param {number} y
   */
  place(x, y) {
    if (!this.isRelative) this.mouse.place(Math.floor(x), Math.floor(y), this.display);
  }

  /**
   * Move by some pixels of the guest; counts in mode SERVER.
   * @param {number} dx
   * @param {number} dy
   */
  move(dx, dy) {
    if (!this.isRelative) return;
    const x = Math.trunc(this.#restX + dx) + 0; // which is never -0
    const y = Math.trunc(this.#restY + dy) + 0;
    this.#restX += dx - x;
    this.#restY += dy - y;
    if (x !== 0 || y !== 0) this.mouse.move(x, y);
  }

  /**
   * Press or release a button; what the guest has not down cannot be released.
   * @param {number} number as `MouseEvent.button` has it
   * @param {boolean} isPressed
   */
  button(number, isPressed) {
    const button = BUTTONS[number];
    if (button === undefined || isPressed === this.#held.has(button)) return;
    if (isPressed) this.#held.add(button);
    else this.#held.delete(button);
    this.mouse.button(button, isPressed);
  }

  /** @param {import("./wheel.js").WheelEvent} event */
  wheel(event) {
    this.#turn(this.#wheel.steps(event));
  }

  /**
   * Scroll by parts of a step, down is positive.
   * @param {number} parts
   */
  scroll(parts) {
    this.#turn(this.#wheel.add(parts));
  }

  /** Release all buttons: the page is not told any more what happens to them. */
  releaseAll() {
    for (const button of this.#held) this.mouse.button(button, false);
    this.reset();
  }

  /** Forget what is held: the guest has released it. */
  reset() {
    this.#held.clear();
    this.#wheel.reset();
    this.#restX = 0;
    this.#restY = 0;
  }

  /** @param {number} steps */
  #turn(steps) {
    if (steps !== 0) this.mouse.wheel(steps);
  }
}
