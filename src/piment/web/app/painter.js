/** Paints what the machine shows: once for each frame of the browser's, and only what changed. */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Rect */

/**
 * A screen of the machine.
 * @typedef {object} Source
 * @property {{ width: number, height: number, pixels: Uint32Array } | null} surface
 *   pixels are 0xAARRGGBB; null: it shows nothing now
 * @property {() => readonly Rect[]} takeDamage what changed since the last time
 */

const OPAQUE = 0xff000000;

/** A canvas, and what is painted on it. */
export class Painter {
  /** @type {Source | null} */
  #source = null;
  #isDue = false;
  #isWhole = false; // that is due
  /** @type {ImageData | null} */
  #image = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} painted is called after each frame that changed something
   * @param {(width: number, height: number) => void} resized
   */
  constructor(canvas, painted, resized) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (
      canvas.getContext("2d", { alpha: false })
    );
    this.painted = painted;
    this.resized = resized;
    /** Frames and pixels that were painted so far. */
    this.counts = { frames: 0, pixels: 0 };
  }

  /**
   * Show another screen; null: go on showing the last picture.
   * @param {Source | null} source
   */
  show(source) {
    this.#source = source;
    if (source !== null) this.#schedule(true);
  }

  /** Something has changed. */
  damaged() {
    this.#schedule(false);
  }

  /** The screen is another one now, or has another size. */
  replaced() {
    this.#schedule(true);
  }

  /** @param {boolean} isWhole */
  #schedule(isWhole) {
    this.#isWhole ||= isWhole;
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#paint();
    });
  }

  #paint() {
    const source = this.#source;
    const surface = source?.surface;
    if (!source || !surface) return;
    const { width, height, pixels } = surface;
    const damage = source.takeDamage();
    const rects = this.#fit(width, height) || this.#isWhole ? [whole(width, height)] : damage;
    this.#isWhole = false;
    const image = /** @type {ImageData} */ (this.#image);
    const words = new Uint32Array(image.data.buffer);
    for (const rect of rects) this.#put(clip(rect, width, height), pixels, words, image);
    if (rects.length === 0) return;
    this.counts.frames += 1;
    this.painted();
  }

  /**
   * Take the screen's size; returns whether it is another one.
   * @param {number} width
   * @param {number} height
   */
  #fit(width, height) {
    const { canvas } = this;
    if (this.#image !== null && canvas.width === width && canvas.height === height) return false;
    canvas.width = width;
    canvas.height = height;
    this.#image = new ImageData(width, height);
    this.resized(width, height);
    return true;
  }

  /**
   * @param {Rect} rect
   * @param {Uint32Array} pixels
   * @param {Uint32Array} words
   * @param {ImageData} image
   */
  #put({ left, top, right, bottom }, pixels, words, image) {
    const [width, height] = [right - left, bottom - top];
    if (width <= 0 || height <= 0) return;
    for (let y = top; y < bottom; y += 1) {
      const start = y * image.width;
      turn(pixels, words, start + left, start + right);
    }
    this.context.putImageData(image, 0, 0, left, top, width, height);
    this.counts.pixels += width * height;
  }
}

/**
 * Turn pixels 0xAARRGGBB into the canvas's R, G, B, A, opaque.
 * @param {Uint32Array} from
 * @param {Uint32Array} to
 * @param {number} start
 * @param {number} end
 */
export function turn(from, to, start, end) {
  for (let at = start; at < end; at += 1) {
    const pixel = from[at];
    to[at] = OPAQUE | ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff);
  }
}

/**
 * @param {Rect} rect
 * @param {number} width
 * @param {number} height
 * @returns {Rect}
 */
function clip({ left, top, right, bottom }, width, height) {
  return {
    left: Math.max(0, left),
    top: Math.max(0, top),
    right: Math.min(width, right),
    bottom: Math.min(height, bottom),
  };
}

/** @param {number} width @param {number} height @returns {Rect} */
function whole(width, height) {
  return { left: 0, top: 0, right: width, bottom: height };
}
