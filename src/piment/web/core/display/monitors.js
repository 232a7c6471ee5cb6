/** Which part of the surfaces each monitor shows (wire.md 7.1, 17). */

import { Head } from "../protocol/display.js";
import { MOST_MONITORS } from "../protocol/limits.js";

/**
 * Return the monitors of a configuration; null for one without, which says nothing.
 * @param {import("../protocol/display.js").MonitorsConfig} config
 */
export function headsOf({ heads, max_allowed: allowed }) {
  if (heads.length === 0) return null;
  return heads.slice(0, Math.min(Math.max(allowed, 1), MOST_MONITORS));
}

/**
 * Return the one monitor of a display whose server tells of none.
 * @param {number} width
 * @param {number} height
 */
export function whole(width, height) {
  return [new Head(0, 0, width, height, 0, 0, 0)];
}
