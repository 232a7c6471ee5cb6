/** The surfaces of a display channel (wire.md 7.5). */

import { putFrame } from "../canvas/frame.js";
import { Surface } from "../canvas/surface.js";
import { ProtocolError } from "../error.js";
import { SurfaceFmt } from "../protocol/display.js";
import { MOST_SURFACE_PIXELS, MOST_SURFACES } from "../protocol/limits.js";

/** The id of the surface that is the screen. */
export const PRIMARY = 0;

/** @typedef {import("../canvas/types.js").Rect} Rect */
/** @typedef {import("../canvas/types.js").Image} Image */

/**
 * Surfaces by their ids; 0 is the primary one, which may be looked at once it is marked.
 *
 * What changes there is told to `damage`.
 */
export class Surfaces {
  isMarked = false;
  /** The pixels of all surfaces. */
  pixels = 0;
  /** @type {Map<number, Surface>} */
  #surfaces = new Map();

  /** @param {import("./damage.js").Damage} damage */
  constructor(damage) {
    this.damage = damage;
  }

  /** What the screen shows; null: there is none. */
  get primary() {
    return this.#surfaces.get(PRIMARY) ?? null;
  }

  /**
   * Return a surface.
   *
   * Throws a `ProtocolError` when it is not there.
   * @param {number} id
   */
  get(id) {
    const surface = this.#surfaces.get(id);
    if (surface === undefined) throw new ProtocolError(`there is no surface ${id}`);
    return surface;
  }

  /**
   * Return the format of a surface, that of screens where there is none.
   * @param {number} id
   * @returns {number} a `SurfaceFmt`
   */
  formatOf(id) {
    return this.#surfaces.get(id)?.format ?? SurfaceFmt.FMT_32_xRGB;
  }

  /**
   * Put a surface of zeros there; return whether that changed anything.
   *
   * A primary surface that is told again, in the same form, keeps what it shows. Throws a
   * `ProtocolError` when there is no such format, there are no pixels, or too many, or too many
   * surfaces.
   * @param {number} id
   * @param {number} width
   * @param {number} height
   * @param {number} format a `SurfaceFmt`
   */
  create(id, width, height, format) {
    const size = `${width}x${height}`;
    if (format === SurfaceFmt.INVALID) throw new ProtocolError(`surface ${id} has no format`);
    if (width === 0 || height === 0) throw new ProtocolError(`surface ${id} of ${size}: no pixels`);
    const old = this.#surfaces.get(id);
    const isSame = old?.width === width && old.height === height && old.format === format;
    if (isSame && id === PRIMARY) return false;
    const pixels = this.pixels - (old === undefined ? 0 : old.width * old.height) + width * height;
    if (pixels > MOST_SURFACE_PIXELS) {
      const allowed = `allowed are ${MOST_SURFACE_PIXELS}`;
      throw new ProtocolError(`surface ${id} of ${size} makes ${pixels} pixels, ${allowed}`);
    }
    if (old === undefined && this.#surfaces.size >= MOST_SURFACES) {
      throw new ProtocolError(`surface ${id} is one more than ${MOST_SURFACES}`);
    }
    this.destroy(id);
    this.#surfaces.set(id, new Surface(width, height, format));
    this.pixels = pixels;
    return true;
  }

  /**
   * Drop a surface; return whether it was there.
   * @param {number} id
   */
  destroy(id) {
    const surface = this.#surfaces.get(id);
    if (surface === undefined) return false;
    this.#surfaces.delete(id);
    this.pixels -= surface.width * surface.height;
    if (id === PRIMARY) this.isMarked = false;
    return true;
  }

  /**
   * Carry out a drawing command.
   *
   * Throws a `ProtocolError` or `DrawError` when there is no such surface, or it makes no sense.
   * @param {number} id
   * @param {import("../canvas/types.js").Command} command
   */
  draw(id, command) {
    this.#changed(id, this.get(id).draw(command));
  }

  /**
   * Put a frame of a video stream, scaled, at `dest` and inside `clip`.
   *
   * Throws a `ProtocolError` or `DrawError` when there is no such surface, or the frame is empty.
   * @param {number} id
   * @param {Image} frame
   * @param {Rect} dest
   * @param {null | readonly Rect[]} clip
   */
  putFrame(id, frame, dest, clip) {
    this.#changed(id, putFrame(this.get(id), frame, dest, clip));
  }

  /** Fill the primary surface with zeros and take its mark away. */
  blacken() {
    this.isMarked = false;
    const { primary } = this;
    if (primary === null) return;
    primary.words.fill(0);
    this.damage.add([{ left: 0, top: 0, right: primary.width, bottom: primary.height }]);
  }

  /**
   * @param {number} id
   * @param {readonly Rect[]} rects
   */
  #changed(id, rects) {
    if (id === PRIMARY) this.damage.add(rects);
  }
}
