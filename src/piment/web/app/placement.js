/** Where the machine's screen lies on the page, and which of its pixels is where. */

import { Scale } from "./options.js";

/** @typedef {{ width: number, height: number }} Size */

/**
 * @typedef {object} Placement in pixels of the page, which may have fractions
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} factor pixels of the page for one of the machine
 * @property {boolean} isSharp whether a pixel of the machine is a whole number of the display's
 * @property {boolean} scrolls whether it is larger than the page
 */

/**
 * Return where a screen lies.
 *
 * Lengths on the display are whole pixels, so that nothing is blurred that need not be.
 * @param {Size} screen pixels of the machine
 * @param {Size} stage pixels of the page
 * @param {number} ratio the display's pixels for one of the page
 * @param {string} scale one of `Scale`
 * @returns {Placement}
 */
export function place(screen, stage, ratio, scale) {
  const [roomX, roomY] = [Math.round(stage.width * ratio), Math.round(stage.height * ratio)];
  const fitting = Math.min(roomX / screen.width, roomY / screen.height);
  const zoom = scale === Scale.FIT ? fitting : 1;
  const width = Math.round(screen.width * zoom);
  const height = Math.round(screen.height * zoom);
  return {
    left: Math.max(0, Math.floor((roomX - width) / 2)) / ratio,
    top: Math.max(0, Math.floor((roomY - height) / 2)) / ratio,
    width: width / ratio,
    height: height / ratio,
    factor: width / ratio / screen.width,
    isSharp: Number.isInteger(zoom),
    scrolls: width > roomX || height > roomY,
  };
}

/**
 * Return the machine's pixel at a place of the screen on the page, within the screen.
 * @param {number} x from the screen's left edge, in pixels of the page
 * @param {number} y
 * @param {Placement} placement
 * @param {Size} screen
 */
export function pixelAt(x, y, placement, screen) {
  return {
    x: clamp((x * screen.width) / placement.width, screen.width),
    y: clamp((y * screen.height) / placement.height, screen.height),
  };
}

/**
 * Return the size that the machine's screen should have to fill the page: even, as video likes it.
 * @param {Size} stage pixels of the page
 * @param {number} ratio
 * @returns {Size}
 */
export function wantedSize(stage, ratio) {
  const even = (/** @type {number} */ side) => Math.max(320, Math.floor((side * ratio) / 2) * 2);
  return { width: even(stage.width), height: even(stage.height) };
}

/**
 * @param {number} value
 * @param {number} size
 */
function clamp(value, size) {
  return Math.min(Math.max(0, Math.floor(value)), size - 1);
}
