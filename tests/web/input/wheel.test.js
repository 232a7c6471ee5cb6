// From a wheel's deltas to steps.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Wheel } from "../../../src/piment/web/core/input/wheel.js";

/** @param {...[number, number, number?]} events deltaY, deltaMode, wheelDeltaY */
function steps(...events) {
  const wheel = new Wheel();
  return events.map(([deltaY, deltaMode, wheelDeltaY]) =>
    wheel.steps({ deltaY, deltaMode, wheelDeltaY }),
  );
}

test("fine deltas add up", () => {
  assert.deepEqual(steps([40, 0], [40, 0], [40, 0], [80, 0]), [0, 0, 1, 1]);
});

test("lines and pages count more than pixels", () => {
  assert.deepEqual(steps([3, 1], [-1, 2], [1, 1], [2, 1]), [1, -1, 0, 1]);
});

test("a notch is a step, however many pixels a browser makes of it", () => {
  assert.deepEqual(steps([53, 0, -120], [53, 0, -120], [-166, 0, 240]), [1, 1, -2]);
  assert.deepEqual(steps([40, 0, -96], [60, 0, -144]), [0, 1]);
});

test("who turns round is followed at once", () => {
  assert.deepEqual(steps([90, 0], [-100, 0]), [0, -1]);
});

test("a flick has an end", () => {
  assert.deepEqual(steps([1e6, 0], [Number.NaN, 0], [Number.POSITIVE_INFINITY, 0]), [10, 0, 0]);
});
