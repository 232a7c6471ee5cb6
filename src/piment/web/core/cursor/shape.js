/** Shapes of the pointer, of all types that travel (wire.md 9.2). */

import { ProtocolError } from "../error.js";
import { CursorType } from "../protocol/cursor.js";

const OPAQUE = 0xff000000;
const WHITE = 0xffffff;
const ENTRY_BYTES = 4; // of a palette

/** What the pointer looks like. */
export class Shape {
  /**
   * @param {number} width
   * @param {number} height
   * @param {Uint32Array} pixels premultiplied 0xAARRGGBB
   * @param {Uint8Array} inverts 1 where the picture below is inverted: there, `pixels` are 0
   * @param {{ x: number, y: number }} hotSpot the pixel that points
   */
  constructor(width, height, pixels, inverts, hotSpot) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    this.inverts = inverts;
    this.hotSpot = hotSpot;
  }
}

/** @typedef {{ pixels: Uint32Array, inverts: Uint8Array }} Read */

/**
 * How many bytes a type needs for a size, and what they mean.
 * @typedef {object} Form
 * @property {(width: number, height: number) => number} needs
 * @property {(data: Uint8Array, width: number, height: number) => Read} read
 */

/**
 * Return the shape that came with a message.
 *
 * Throws a `ProtocolError` when it has too few bytes.
 * @param {import("../protocol/cursor.js").CursorHeader} header
 * @param {Uint8Array} data
 */
export function decode({ type, width, height, hot_spot_x: x, hot_spot_y: y }, data) {
  const form = FORMS[type];
  const needed = form.needs(width, height);
  if (data.length < needed) {
    throw new ProtocolError(
      `a cursor ${type} of ${width}x${height} needs ${needed} bytes, has ${data.length}`,
    );
  }
  const { pixels, inverts } = form.read(data, width, height);
  const hotSpot = { x: Math.min(x, width), y: Math.min(y, height) };
  return new Shape(width, height, pixels, inverts, hotSpot);
}

/** @type {Form} */
const ALPHA = {
  needs: (width, height) => 4 * width * height,
  read: (data, width, height) => ({
    pixels: Uint32Array.from({ length: width * height }, (_, at) => wordAt(data, 4 * at)),
    inverts: new Uint8Array(width * height),
  }),
};

/** @type {Form} */
const MONO = {
  needs: (width, height) => 2 * height * ((width + 7) >> 3),
  read: (data, width, height) => {
    const stride = (width + 7) >> 3;
    const pixels = new Uint32Array(width * height);
    const inverts = new Uint8Array(width * height);
    for (let at = 0; at < pixels.length; at += 1) {
      const [x, y] = [at % width, Math.floor(at / width)];
      const keeps = bitAt(data.subarray(y * stride), x);
      const turns = bitAt(data.subarray((height + y) * stride), x);
      if (!keeps) pixels[at] = turns ? OPAQUE | WHITE : OPAQUE;
      else if (turns) inverts[at] = 1;
    }
    return { pixels, inverts };
  },
};

/**
 * Return a form of colours of so many bits, a palette of `entries`, and a bit for each pixel.
 *
 * What the bit says is not opaque, combines with the picture below: black leaves it, white inverts
 * it, and other colours, which nobody uses so, are taken for black.
 * @param {number} bits
 * @param {number} entries
 * @param {(data: Uint8Array, index: number) => number} colourAt
 * @returns {Form}
 */
function coloured(bits, entries, colourAt) {
  /** @param {number} width @param {number} height */
  const colourBytes = (width, height) => ((width * bits + 7) >> 3) * height;
  return {
    needs: (width, height) =>
      colourBytes(width, height) + ENTRY_BYTES * entries + ((width * height + 7) >> 3),
    read: (data, width, height) => {
      const palette = data.subarray(colourBytes(width, height));
      const mask = palette.subarray(ENTRY_BYTES * entries);
      const pixels = new Uint32Array(width * height);
      const inverts = new Uint8Array(width * height);
      for (let at = 0; at < pixels.length; at += 1) {
        const found = colourAt(data, at);
        const colour = entries > 0 ? wordAt(palette, ENTRY_BYTES * found) & WHITE : found;
        if (!bitAt(mask, at)) pixels[at] = colour | OPAQUE;
        else if (colour === WHITE) inverts[at] = 1;
      }
      return { pixels, inverts };
    },
  };
}

/**
 * Return an index; as in the reference client, rows follow each other without padding.
 * @param {Uint8Array} data
 * @param {number} at
 */
function fourBits(data, at) {
  return at % 2 === 0 ? data[at >> 1] >> 4 : data[at >> 1] & 15;
}

/**
 * Return r5 g5 b5 as 8 bits a channel, by shifts alone; white stays white.
 * @param {Uint8Array} data
 * @param {number} at
 */
function sixteenBits(data, at) {
  const five = data[2 * at] | (data[2 * at + 1] << 8);
  if ((five & 0x7fff) === 0x7fff) return WHITE;
  return ((five & 0x7c00) << 9) | ((five & 0x3e0) << 6) | ((five & 0x1f) << 3);
}

/**
 * @param {Uint8Array} data
 * @param {number} at
 */
function twentyFourBits(data, at) {
  return data[3 * at] | (data[3 * at + 1] << 8) | (data[3 * at + 2] << 16);
}

/** By `CursorType`. @type {Readonly<Record<number, Form>>} */
const FORMS = {
  [CursorType.ALPHA]: ALPHA,
  [CursorType.MONO]: MONO,
  [CursorType.COLOR4]: coloured(4, 16, fourBits),
  [CursorType.COLOR8]: coloured(8, 256, (data, at) => data[at]),
  [CursorType.COLOR16]: coloured(16, 0, sixteenBits),
  [CursorType.COLOR24]: coloured(24, 0, twentyFourBits),
  [CursorType.COLOR32]: coloured(32, 0, (data, at) => wordAt(data, 4 * at) & WHITE),
};

/**
 * @param {Uint8Array} data
 * @param {number} at
 */
function wordAt(data, at) {
  return data[at] | (data[at + 1] << 8) | (data[at + 2] << 16) | (data[at + 3] << 24);
}

/**
 * Whether a bit is set, the leftmost one highest.
 * @param {Uint8Array} data
 * @param {number} at
 */
function bitAt(data, at) {
  return ((data[at >> 3] >> (7 - (at & 7))) & 1) === 1;
}
