/** The machine's pointer on the page: the browser's own where the user moves it, else a picture. */

import { turn } from "./painter.js";

/** @typedef {import("../core/cursor/shape.js").Shape} Shape */

/** Browsers show no larger pointers, and none that leave the window. */
const MOST_SIDE = 128;

const WHITE = 0xffffffff;
const BLACK = 0xff000000;

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
  image.data.set(straight(outlined(pixels, inverts, width)));
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(image, 0, 0);
}

/**
 * Return a shape with white where it inverts what is below, which a page cannot, and black around
 * that: so it is seen on whatever there is.
 * @param {Uint32Array} pixels
 * @param {Uint8Array} inverts
 * @param {number} width
 */
export function outlined(pixels, inverts, width) {
  const shown = pixels.slice();
  for (let at = 0; at < pixels.length; at += 1) {
    if (pixels[at] !== 0) continue;
    if (inverts[at] === 1) shown[at] = WHITE;
    else if (touches(inverts, at, width)) shown[at] = BLACK;
  }
  return shown;
}

/**
 * Whether one of the eight pixels around this is set.
 * @param {Uint8Array} set
 * @param {number} at
 * @param {number} width
 */
function touches(set, at, width) {
  const x = at % width;
  for (let row = at - x - width; row <= at - x + width; row += width) {
    for (let each = Math.max(0, x - 1); each <= Math.min(x + 1, width - 1); each += 1) {
      if (set[row + each] === 1) return true;
    }
  }
  return false;
}

/**
 * Return premultiplied pixels as R, G, B, A that are not.
 * @param {Uint32Array} pixels
 */
export function straight(pixels) {
  const words = new Uint32Array(pixels.length);
  turn(pixels, words, 0, pixels.length);
  const bytes = new Uint8ClampedArray(words.buffer);
  for (let at = 0; at < pixels.length; at += 1) {
    const alpha = pixels[at] >>> 24;
    if (alpha > 0 && alpha < 0xff) {
      for (let each = 4 * at; each < 4 * at + 3; each += 1) bytes[each] *= 0xff / alpha;
    }
    bytes[4 * at + 3] = alpha;
  }
  return bytes;
}
