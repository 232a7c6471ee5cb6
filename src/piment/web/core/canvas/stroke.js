/** Lines and curves (wire.md 19.13). */

import { LineFlags } from "../protocol/draw.js";
import { tile } from "./brush.js";
import { pixelOf } from "./curve.js";
import { DrawError } from "./error.js";
import { formOf } from "./format.js";
import { linesOf } from "./path.js";
import { fillRun, isVoid } from "./raster.js";
import { region } from "./region.js";
import { BRUSH_ON_SURFACE, Terms, codeOf } from "./rop.js";
import { Walk } from "./walk.js";

/** @typedef {import("../protocol/draw.js").LineAttr} LineAttr */
/** @typedef {import("./types.js").Rect} Rect */

/** Most pixels that a stroke may touch, counted as often as they are touched: about a second. */
const MOST_STEPS = 1 << 26;

/**
 * Draw along a path.
 *
 * Throws a `DrawError` when the path asks for more work than any picture is worth; then nothing is
 * drawn.
 * @param {import("./types.js").Surface} surface
 * @param {import("./types.js").Stroke} command
 */
export function drawStroke(surface, command) {
  const spans = region(surface, command);
  const brush = tile(surface, command.brush);
  const { words, width, format } = surface;
  const terms = Terms.of(codeOf(command.fore_mode, BRUSH_ON_SURFACE), formOf(format).ones);
  const lines = linesOf(command.path);
  const area = spans.bounds();
  if (area === null || isVoid(brush)) return spans;
  if (stepsOf(lines, area) > MOST_STEPS) throw new DrawError("the path is too long to be drawn");
  /** @type {import("./spans.js").Visit} */
  const put = (y, left, right) => fillRun(words, y * width, left, right, brush, y, terms);
  const dashes = dashesOf(command.attr);
  for (const line of lines) {
    drawLine(line, area, dashes, (y, left, right) => spans.eachOfRow(y, left, right, put));
  }
  return spans;
}

/**
 * @param {number[][]} lines
 * @param {Rect} area
 */
function stepsOf(lines, area) {
  let steps = 0;
  for (const line of lines) {
    for (let at = 0; at + 2 < line.length; at += 2) steps += new Walk(line, at, area).count;
  }
  return steps;
}

/**
 * Where along a line there is a dash: for each whole pixel of a period whether; and how far into it
 * a line begins.
 * @typedef {{ isOn: boolean[], offset: number }} Dashes
 */

/**
 * Return how a line is dashed; null if it is not.
 * @param {LineAttr} attr
 * @returns {Dashes | null}
 */
export function dashesOf({ flags, line_style: style }) {
  const lengths = (style?.style ?? []).map((length) => pixelOf(length) & 0xff);
  let offset = 0;
  if (flags & LineFlags.START_WITH_GAP && lengths.length > 0) {
    lengths.push(/** @type {number} */ (lengths.shift()));
    [offset] = lengths;
  }
  const isOn = lengths.flatMap((length, index) => Array(length).fill(index % 2 === 0));
  return isOn.length === 0 ? null : { isOn, offset };
}

/**
 * @param {number[]} line
 * @param {Rect} area
 * @param {Dashes | null} dashes
 * @param {import("./spans.js").Visit} draw
 */
function drawLine(line, area, dashes, draw) {
  let distance = 0;
  for (let at = 0; at + 2 < line.length; at += 2) {
    const walk = new Walk(line, at, area);
    if (walk.count > 0) drawWalk(walk, distance, dashes, draw);
    distance += walk.length;
  }
}

/**
 * Draw the dashes of a line that begins at `distance`, in runs.
 * @param {Walk} walk
 * @param {number} distance
 * @param {Dashes | null} dashes
 * @param {import("./spans.js").Visit} draw
 */
function drawWalk(walk, distance, dashes, draw) {
  const { start, startAside, sign, signAside, isSteep, major, minor, last } = walk;
  const pace = walk.length / major;
  let { aside, error } = walk.beginning;
  let row = 0;
  let left = 0;
  let right = 0;
  for (let step = walk.first; step < last; step += 1) {
    const along = start + sign * step;
    const across = startAside + signAside * aside;
    error += 2 * minor;
    if (error >= 0) {
      aside += 1;
      error -= 2 * major;
    }
    if (dashes !== null && !isOnAt(dashes, distance + step * pace)) continue;
    const x = isSteep ? across : along;
    const y = isSteep ? along : across;
    if (row === y && x === right) {
      right += 1;
    } else if (row === y && x + 1 === left) {
      left = x;
    } else {
      if (left < right) draw(row, left, right);
      row = y;
      left = x;
      right = x + 1;
    }
  }
  if (left < right) draw(row, left, right);
}

/**
 * @param {Dashes} dashes
 * @param {number} distance
 */
function isOnAt({ isOn, offset }, distance) {
  return isOn[Math.floor((offset + distance) % isOn.length)];
}
