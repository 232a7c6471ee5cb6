/** GLZ: LZ whose matches reach into earlier images of a dictionary (codecs.md section 3). */

import { CodecError } from "./error.js";
import { Kind, Picture, flipped } from "./picture.js";
import { MAGIC, VERSION, copyUnits, passesOf, putLiterals, roomFor, truncated } from "./units.js";

/** @typedef {import("./units.js").PassForm} PassForm */
/**
 * @typedef {object} Header
 * @property {number} kind
 * @property {number} width
 * @property {number} height
 * @property {number} stride bytes
 * @property {boolean} isTopDown
 * @property {number} id
 * @property {number} window how many ids it may reach back
 */
/** @typedef {{ header: Header, units: Uint32Array }} Held */

const HEADER_SIZE = 33; // bytes
const WORD = 2 ** 32;

/** Most pixels that the window of a dictionary may hold (codecs.md 3.3). */
export const MOST_WINDOW = 1 << 25;

/** Windows of pixels that are kept before an image that comes early has to wait. */
const EARLY = 2;
/** Windows of pixels that are kept at most. */
const MOST = EARLY + 1;

/** The stream has to wait for an image of another channel. */
export class MissingImageError extends CodecError {
  /** @param {number} id of the image */
  constructor(id) {
    super(`GLZ: image ${id} has not come`);
    this.name = "MissingImageError";
    this.id = id;
  }
}

/** The client's side of a dictionary: one for all display channels of a session. */
export class Dictionary {
  /** @type {Map<number, Held>} */
  #images = new Map();
  /** @type {Map<number, (() => void)[]>} */
  #waiting = new Map();
  #gap = 0; // the smallest id that has not come
  #first = 0; // the smallest id that is not released
  #pixels = 0;

  /** @param {number} [window] most pixels, as the server was told */
  constructor(window = MOST_WINDOW) {
    this.window = window;
  }

  /** The ids of the images that are kept for later ones, the smallest first. */
  get ids() {
    return [...this.#images.keys()].sort((one, other) => one - other);
  }

  /**
   * Return the picture of a GLZ stream, and keep it: its pixels must not be changed.
   *
   * Streams of one channel come in their order. One that refers to an image of another channel
   * which has not come gives a `MissingImageError`: decode it again after `arrival` of that image.
   * Throws a `CodecError` when it is no well-formed image, or does not fit to those before it.
   * @param {Uint8Array} data
   */
  decode(data) {
    const header = headerOf(data);
    const { kind, width, height, isTopDown } = header;
    const units = roomFor(header, data.length - HEADER_SIZE, this.window);
    if (!(units instanceof Uint32Array)) throw new CodecError(`GLZ: no type ${kind}`);
    let place = HEADER_SIZE;
    for (const pass of passesOf(kind)) place = this.#decodePass(data, place, units, pass, header);
    this.#keep({ header, units });
    const pixels = isTopDown ? units : flipped(units, height);
    return new Picture(kind, width, height, pixels, isTopDown);
  }

  /**
   * Wait until an image has come.
   * @param {number} id
   * @returns {Promise<void>}
   */
  arrival(id) {
    if (this.#hasCome(id)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]);
    });
  }

  /**
   * Decode a pass over all units; returns the place behind it in the stream.
   * @param {Uint8Array} data
   * @param {number} place
   * @param {Uint32Array} out
   * @param {PassForm} pass
   * @param {Header} header
   */
  #decodePass(data, place, out, pass, header) {
    const bytes = data.length;
    const { literal, bias, isAlpha } = pass;
    let at = 0;
    while (at < out.length) {
      if (place >= bytes) throw truncated("GLZ", place + 1, bytes);
      const control = data[place++];
      if (control < 32) {
        const count = control + 1;
        if (count > out.length - at) throw tooLong(count, out.length - at);
        if (place + count * literal > bytes) throw truncated("GLZ", place + count * literal, bytes);
        place = putLiterals(out, at, data, place, count, pass);
        at += count;
        continue;
      }
      let length = control >>> 5;
      if (length === 7) {
        let more = 255;
        for (; more === 255 && place < bytes; place += 1) length += more = data[place];
      }
      let offset = (control & 15) | (data[place] << 4);
      const form = data[place + 1];
      place += 2;
      const isLong = (control & 16) !== 0;
      let back = isLong ? 0 : form & 63;
      let scale = isLong ? 1 : 64;
      for (let more = form >>> 6; more > 0; more -= 1) {
        back += data[place++] * scale;
        scale *= 256;
      }
      if (isLong) {
        offset += (form & 31) << 12;
        if (form & 32) offset += data[place++] << 17;
      }
      if (place > bytes) throw truncated("GLZ", place, bytes);
      length += bias;
      if (length > out.length - at) throw tooLong(length, out.length - at);
      if (back !== 0) {
        copyUnits(out, at, this.#units(header, back, offset + length), offset, length, isAlpha);
      } else if (offset + 1 > at) {
        throw new CodecError(`GLZ: ${offset + 1} units back, ${at} there`);
      } else {
        copyUnits(out, at, out, at - offset - 1, length, isAlpha);
      }
      at += length;
    }
    return place;
  }

  /**
   * Return the units of an earlier image, at least `end` of them.
   * @param {Header} header
   * @param {number} back
   * @param {number} end
   */
  #units(header, back, end) {
    const id = header.id - back;
    if (back > header.window) throw new CodecError(`GLZ: image ${id} is not in the window`);
    const held = this.#images.get(id);
    if (held === undefined && !this.#hasCome(id)) throw new MissingImageError(id);
    if (held === undefined || held.header.kind !== header.kind) {
      throw new CodecError(`GLZ: image ${id} cannot be referred to`);
    }
    if (end > held.units.length) {
      throw new CodecError(`GLZ: unit ${end} of image ${id}, which has ${held.units.length}`);
    }
    return held.units;
  }

  /** @param {number} id */
  #hasCome(id) {
    return id < this.#gap || this.#images.has(id);
  }

  /**
   * Put an image into the window, and release what nothing can refer to any more.
   * @param {Held} held
   */
  #keep(held) {
    const { id } = held.header;
    const size = held.units.length;
    if (this.#hasCome(id)) throw new CodecError(`GLZ: image ${id} comes again`);
    if (this.#gap < id && this.#pixels + size > EARLY * this.window) {
      throw new MissingImageError(this.#gap);
    }
    this.#images.set(id, held);
    this.#pixels += size;
    this.#release();
    for (const resolve of this.#waiting.get(id) ?? []) resolve();
    this.#waiting.delete(id);
    if (this.#pixels > MOST * this.window) {
      throw new CodecError(`GLZ: ${this.#pixels} pixels, at most ${MOST * this.window} allowed`);
    }
  }

  /** Release what the newest image behind which nothing is missing cannot refer to. */
  #release() {
    while (this.#images.has(this.#gap)) this.#gap += 1;
    const newest = this.#images.get(this.#gap - 1);
    if (newest === undefined) return;
    const first = newest.header.id - newest.header.window;
    for (; this.#first < first; this.#first += 1) {
      this.#pixels -= this.#images.get(this.#first)?.units.length ?? 0;
      this.#images.delete(this.#first);
    }
  }
}

/**
 * @param {Uint8Array} data
 * @returns {Header}
 */
function headerOf(data) {
  if (data.length < HEADER_SIZE) throw truncated("GLZ", HEADER_SIZE, data.length);
  const view = new DataView(data.buffer, data.byteOffset);
  const [magic, version] = [view.getUint32(0), view.getUint32(4)];
  if (magic !== MAGIC || version !== VERSION) {
    throw new CodecError(`GLZ: begins with ${magic}, version ${version}`);
  }
  const kind = data[8] & 15;
  if (kind < Kind.RGB16 || kind > Kind.RGBA) throw new CodecError(`GLZ: no type ${kind}`);
  const [width, height, stride] = [view.getUint32(9), view.getUint32(13), view.getUint32(17)];
  if (width === 0 || height === 0) throw new CodecError(`GLZ: ${width}x${height} pixels`);
  const id = view.getUint32(21) * WORD + view.getUint32(25);
  const window = view.getUint32(29);
  if (!Number.isSafeInteger(id)) throw new CodecError(`GLZ: id ${id} is too large`);
  if (window > id) throw new CodecError(`GLZ: image ${id} reaches ${window} images back`);
  return { kind, width, height, stride, isTopDown: (data[8] & 16) !== 0, id, window };
}

/**
 * @param {number} count
 * @param {number} left
 */
function tooLong(count, left) {
  return new CodecError(`GLZ: ${count} units, room for ${left}`);
}
