/**
 * The operators of compositing that take hue, saturation and luminosity from different sides
 * (wire.md 19.10). Colours are blue, green, red, in arrays that round to floats by themselves.
 */

import { UNIT, fromUnit, sides, union } from "./unit.js";

/** @typedef {Float32Array} Colour */
/** @typedef {(own: Colour, sa: number, under: Colour, da: number) => void} Mode */

const f = Math.fround;
const [OF_RED, OF_GREEN, OF_BLUE] = [f(0.3), f(0.59), f(0.11)];
const CHANNELS = [0, 1, 2];

// The only colours there are: there is one pixel at a time.
const [source, destination, result] = [0, 0, 0].map(() => new Float32Array(3));

/** The operators by their number. @type {[number, import("./operator.js").Operator][]} */
export const HSL_OPERATORS = [
  [0x3b, blended(hue)],
  [0x3c, blended(saturation)],
  [0x3d, blended(color)],
  [0x3e, blended(luminosity)],
];

/**
 * @param {Mode} mode leaves its colour in `result`
 * @returns {import("./operator.js").Operator}
 */
function blended(mode) {
  return (s, m, d) => {
    const part = UNIT[m >>> 24];
    for (const q of CHANNELS) {
      source[q] = UNIT[(s >>> (8 * q)) & 255] * part;
      destination[q] = UNIT[(d >>> (8 * q)) & 255];
    }
    const sa = f(UNIT[s >>> 24] * part);
    const da = UNIT[d >>> 24];
    mode(source, sa, destination, da);
    let pixel = fromUnit(union(0, sa, 0, da)) << 24;
    for (const q of CHANNELS) {
      const value = f(sides(source[q], sa, destination[q], da) + result[q]);
      pixel |= fromUnit(value) << (8 * q);
    }
    return pixel;
  };
}

/** @type {Mode} */
function hue(own, sa, under, da) {
  times(own, da);
  saturate(f(rangeOf(under) * sa));
  light(f(sa * da), f(luminosityOf(under) * sa));
}

/** @type {Mode} */
function saturation(own, sa, under, da) {
  times(under, sa);
  saturate(f(rangeOf(own) * da));
  light(f(sa * da), f(luminosityOf(under) * sa));
}

/** @type {Mode} */
function color(own, sa, under, da) {
  times(own, da);
  light(f(sa * da), f(luminosityOf(under) * sa));
}

/** @type {Mode} */
function luminosity(own, sa, under, da) {
  times(under, sa);
  light(f(sa * da), f(luminosityOf(own) * da));
}

/**
 * @param {Colour} colour
 * @param {number} alpha
 */
function times(colour, alpha) {
  for (const q of CHANNELS) result[q] = colour[q] * alpha;
}

/** @param {Colour} colour */
function luminosityOf(colour) {
  return f(f(f(OF_RED * colour[2]) + f(OF_GREEN * colour[1])) + f(OF_BLUE * colour[0]));
}

/** @param {Colour} colour */
function leastOf(colour) {
  return Math.min(colour[0], colour[1], colour[2]);
}

/** @param {Colour} colour */
function mostOf(colour) {
  return Math.max(colour[0], colour[1], colour[2]);
}

/** @param {Colour} colour */
function rangeOf(colour) {
  return f(mostOf(colour) - leastOf(colour));
}

/**
 * Give the result another saturation.
 * @param {number} wanted
 */
function saturate(wanted) {
  const low = leastOf(result);
  const range = rangeOf(result);
  for (const q of CHANNELS) {
    result[q] = range > 0 ? f(f(result[q] - low) * wanted) / range : 0;
  }
}

/**
 * Give the result another luminosity, kept within 0 and `alpha`.
 * @param {number} alpha
 * @param {number} wanted
 */
function light(alpha, wanted) {
  const shift = f(wanted - luminosityOf(result));
  for (const q of CHANNELS) result[q] += shift;
  const level = luminosityOf(result);
  const low = leastOf(result);
  const high = mostOf(result);
  if (low < 0) squeeze(level, f(level - low), level, 0);
  if (high > alpha) squeeze(level, f(high - level), f(alpha - level), alpha);
}

/**
 * Move all channels towards a level: what is `spread` away will be `room` away.
 * @param {number} level
 * @param {number} spread
 * @param {number} room
 * @param {number} flat what all channels are when there is no spread
 */
function squeeze(level, spread, room, flat) {
  for (const q of CHANNELS) {
    const moved = f(level + f(f(f(result[q] - level) * room) / spread));
    result[q] = spread === 0 ? flat : moved;
  }
}
