/** The machine's pointer on the page: the browser's own where the user moves it, else a picture. */

import { turn } from "./painter.js";

/** @typedef {import("../core/cursor/shape.js").Shape} Shape */

/** Browsers show no larger pointers, and none that leave the window. */
const MOST_SIDE = 128;

/** What stands for pixels that invert what is below, which a page cannot: grey is seen on all. */
const INVERTING = 0xff808080;

/** Shows the pointer. */
export class Cursor {
  /**
   * @param {HTMLElement} screen whose own pointer it becomes
   * @param {HTMLCanvasElement} picture shown where the machine moves the pointer
   * @param {string} beside what the browser's own pointer is beside that, as CSS has it
   */
  constructor(screen, picture, beside) {
    this.screen = screen;
    this.picture = picture;
    this.beside = beside;
    /** @type {Shape | null} */
    this.shape = null;
    this.isVisible = true;
    /** Whether the machine moves the pointer. */
    this.isRelative = false;
    this.position = { x: 0, y: 0 };
    /** Pixels of the page for one of the machine. */
    this.factor = 1;
    this.origin = { left: 0, top: 0 };
  }

  /**
   * Wear a shape, or none.
   * @param {Shape | null} shape
   * @param {boolean} isVisible
   */
  wear(shape, isVisible) {
    this.shape = shape;
    this.isVisible = isVisible;
    if (shape !== null && shape.width > 0 && shape.height > 0) drawn(shape, this.picture);
    this.update();
  }

  /** Show it as it is now. */
  update() {
    const { shape, picture } = this;
    const hasShape = shape !== null && shape.width > 0 && shape.height > 0;
    picture.hidden = !(this.isRelative && hasShape && this.isVisible);
    this.#wearOwn(hasShape);
    if (shape === null || picture.hidden) return;
    const { factor, origin, position } = this;
    const [x, y] = [position.x - shape.hotSpot.x, position.y - shape.hotSpot.y];
    picture.style.width = `${shape.width * factor}px`;
    picture.style.height = `${shape.height * factor}px`;
    picture.style.left = `${origin.left + x * factor}px`;
    picture.style.top = `${origin.top + y * factor}px`;
  }

  /**
   * Let the browser's own pointer be the machine's.
   * @param {boolean} hasShape
   */
  #wearOwn(hasShape) {
    const { style } = this.screen;
    if (this.isRelative) style.cursor = this.beside;
    else if (this.shape === null) style.cursor = "default";
    else if (!this.isVisible || !hasShape) style.cursor = "none";
    else this.#wearPicture(style, this.shape);
  }

  /**
   * @param {CSSStyleDeclaration} style
   * @param {Shape} shape
   */
  #wearPicture(style, { width, height, hotSpot }) {
    const scale = Math.min(this.factor, MOST_SIDE / Math.max(width, height));
    const place = [hotSpot.x, hotSpot.y].map((side) => Math.floor(side * scale)).join(" ");
    const ratio = window.devicePixelRatio;
    style.cursor = `url(${this.#scaled(scale)}) ${place}, default`;
    if (ratio === 1) return;
    // Browsers that do not know this keep what they have.
    style.cursor = `image-set(url(${this.#scaled(scale * ratio)}) ${ratio}x) ${place}, default`;
  }

  /**
   * Return the picture's address.
   * @param {number} scale
   */
  #scaled(scale) {
    const { picture } = this;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.imageSmoothingEnabled = !Number.isInteger(scale);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL();
  }
}

/**
 * Draw a shape on a canvas of its size.
 * @param {Shape} shape
 * @param {HTMLCanvasElement} canvas
 */
function drawn({ width, height, pixels, inverts }, canvas) {
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  image.data.set(straight(pixels, inverts));
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(image, 0, 0);
}

/**
 * Return premultiplied pixels as R, G, B, A that are not.
 * @param {Uint32Array} pixels
 * @param {Uint8Array} inverts
 */
export function straight(pixels, inverts) {
  const words = new Uint32Array(pixels.length);
  turn(pixels, words, 0, pixels.length);
  const bytes = new Uint8ClampedArray(words.buffer);
  for (let at = 0; at < pixels.length; at += 1) {
    const alpha = inverts[at] ? 0xff : pixels[at] >>> 24;
    if (inverts[at]) words[at] = INVERTING;
    if (alpha > 0 && alpha < 0xff) {
      for (let each = 4 * at; each < 4 * at + 3; each += 1) bytes[each] *= 0xff / alpha;
    }
    bytes[4 * at + 3] = alpha;
  }
  return bytes;
}
