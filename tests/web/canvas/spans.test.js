import assert from "node:assert/strict";
import { test } from "node:test";
import { Spans } from "../../../src/piment/web/core/canvas/spans.js";

const ALL = { left: -99, top: -99, right: 99, bottom: 99 };

function rect(left, top, right, bottom) {
  return { left, top, right, bottom };
}

function runsOf(spans, limit = ALL) {
  const runs = [];
  spans.each(limit, (...run) => runs.push(run));
  return runs;
}

function mask(rows) {
  return { width: rows[0].length, height: rows.length, pixels: Uint8Array.from(rows.flat()) };
}

test("rectangles that overlap are one set", () => {
  const rects = [rect(0, 0, 4, 2), rect(2, 1, 6, 3), rect(6, 1, 7, 2), rect(9, 0, 9, 4)];
  const spans = Spans.inside(rect(1, 0, 10, 4), rects);
  assert.deepEqual(runsOf(spans), [[0, 1, 4], [1, 1, 7], [2, 2, 6]]);
  assert.deepEqual(runsOf(spans, rect(3, 1, 5, 9)), [[1, 3, 5], [2, 3, 5]]);
  const back = [];
  spans.eachBackwards(ALL, (...run) => back.unshift(run));
  assert.deepEqual(back, runsOf(spans));
  assert.deepEqual(spans.bounds(), rect(1, 0, 7, 3));
});

test("no rectangles are no pixels", () => {
  for (const rects of [[], [rect(8, 8, 9, 9)], [rect(3, 3, 1, 1), rect(0, 0, 9, 0)]]) {
    const spans = Spans.inside(rect(0, 0, 4, 4), rects);
    assert.equal(spans.bounds(), null);
    assert.deepEqual(spans.rects(9), []);
  }
});

test("masks let through only inside", () => {
  const spans = Spans.inside(rect(0, 0, 10, 2), null);
  const runs = (isInverted) => runsOf(spans.masked(mask([[1, 0, 1, 1]]), 3, 1, isInverted));
  assert.deepEqual(runs(false), [[1, 3, 4], [1, 5, 7]]);
  assert.deepEqual(runs(true), [[1, 4, 5]]);
});

test("a row is found among many bands", () => {
  const rects = [0, 2, 4, 6].map((y) => rect(y, y, y + 3, y + 1));
  const spans = Spans.inside(rect(0, 0, 9, 9), rects);
  for (let y = 0; y < 9; y += 1) {
    const runs = [];
    spans.eachOfRow(y, 5, 7, (...run) => runs.push(run));
    assert.deepEqual(runs, runsOf(spans, rect(5, y, 7, y + 1)));
  }
});

test("of many rectangles only their bounds are told", () => {
  const spans = Spans.inside(rect(0, 0, 9, 9), null);
  const dots = spans.masked(mask([[1, 0, 1], [0, 1, 0]]), 2, 2, false);
  assert.equal(dots.rects(3).length, 3);
  assert.deepEqual(dots.rects(2), [rect(2, 2, 5, 4)]);
});
