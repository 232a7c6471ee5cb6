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
   */
  constructor(screen, picture) {
    this.screen = screen;
    this.picture = picture;
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
    this.screen.style.cursor = this.isRelative ? "none" : this.#own(hasShape);
    picture.hidden = !(this.isRelative && hasShape && this.isVisible);
    if (shape === null || picture.hidden) return;
    const { factor, origin, position } = this;
    const [x, y] = [position.x - shape.hotSpot.x, position.y - shape.hotSpot.y];
    picture.style.width = `${shape.width * factor}px`;
    picture.style.height = `${shape.height * factor}px`;
    picture.style.left = `${origin.left + x * factor}px`;
    picture.style.top = `${origin.top + y * factor}px`;
  }

  /**
   * Return what CSS calls the pointer.
   * @param {boolean} hasShape
   */
  #own(hasShape) {
    const { shape, factor } = this;
    if (shape === null) return "default";
    if (!this.isVisible || !hasShape) return "none";
    const scale = Math.min(factor, MOST_SIDE / Math.max(shape.width, shape.height));
    const scaled = document.createElement("canvas");
    scaled.width = Math.max(1, Math.round(shape.width * scale));
    scaled.height = Math.max(1, Math.round(shape.height * scale));
    const context = /** @type {CanvasRenderingContext2D} */ (scaled.getContext("2d"));
    context.imageSmoothingEnabled = !Number.isInteger(scale);
    context.drawImage(this.picture, 0, 0, scaled.width, scaled.height);
    const x = Math.min(scaled.width - 1, Math.floor(shape.hotSpot.x * scale));
    const y = Math.min(scaled.height - 1, Math.floor(shape.hotSpot.y * scale));
    return `url(${scaled.toDataURL()}) ${x} ${y}, default`;
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
