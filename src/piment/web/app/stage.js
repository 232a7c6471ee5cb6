/** The part of the page that the machine's screen lies on. */

import { Scale } from "./options.js";
import { pixelAt, place, wantedSize } from "./placement.js";

/** How long the page's size must stay before the machine is asked for it. */
const SETTLE_MS = 250;

/** Keeps the screen in its place. */
export class Stage {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} element
   * @param {HTMLCanvasElement} screen
   * @param {string} scale one of `Scale`
   * @param {(placement: import("./placement.js").Placement) => void} placed
   * @param {(size: import("./placement.js").Size) => void} wish asks the machine for a size
   */
  constructor(element, screen, scale, placed, wish) {
    this.element = element;
    this.screen = screen;
    this.placed = placed;
    this.wish = wish;
    this.scale = scale;
    this.placement = this.#place();
    new ResizeObserver(() => this.#resized()).observe(element);
    this.#followRatio();
  }

  /** Show the screen in another scale. @param {string} scale */
  rescale(scale) {
    this.scale = scale;
    this.update();
    this.wishSoon();
  }

  /** Put the screen where it belongs now. */
  update() {
    const { screen, element } = this;
    this.placement = this.#place();
    const { left, top, width, height, isSharp, scrolls } = this.placement;
    screen.style.left = `${left}px`;
    screen.style.top = `${top}px`;
    screen.style.width = `${width}px`;
    screen.style.height = `${height}px`;
    screen.dataset.sharp = String(isSharp);
    element.dataset.scroll = String(scrolls);
    this.placed(this.placement);
  }

  /** Ask the machine for the page's size, if that is what the user wants. */
  wishSoon() {
    clearTimeout(this.#timer);
    if (this.scale !== Scale.GUEST) return;
    this.#timer = setTimeout(() => this.wish(wantedSize(this.#size, this.#ratio)), SETTLE_MS);
  }

  /**
   * Return the machine's pixel at a place of the window.
   * @param {{ clientX: number, clientY: number }} place
   */
  locate({ clientX, clientY }) {
    const { left, top } = this.screen.getBoundingClientRect();
    return pixelAt(clientX - left, clientY - top, this.placement, this.screen);
  }

  get #ratio() {
    return window.devicePixelRatio;
  }

  get #size() {
    // Without the scroll bars, whose coming would bring others.
    const { width, height } = this.element.getBoundingClientRect();
    return { width, height };
  }

  #place() {
    return place(this.screen, this.#size, this.#ratio, this.scale);
  }

  #resized() {
    this.update();
    this.wishSoon();
  }

  /** Follow the display's pixels: windows move between displays, and users zoom. */
  #followRatio() {
    const query = window.matchMedia(`(resolution: ${this.#ratio}dppx)`);
    const changed = () => {
      this.#resized();
      this.#followRatio();
    };
    query.addEventListener("change", changed, { once: true });
  }
}
