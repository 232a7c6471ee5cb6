// Where the screen lies on the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pixelAt, place, wantedSize } from "../../../src/piment/web/app/placement.js";

const size = (/** @type {number} */ width, /** @type {number} */ height) => ({ width, height });

test("a screen that fits is as large as can be, in the middle", () => {
  const placement = place(size(800, 600), size(1000, 600), 1, "fit");
  assert.deepEqual(placement, {
    left: 100, top: 0, width: 800, height: 600, factor: 1, isSharp: true, scrolls: false,
  });
  assert.equal(place(size(400, 300), size(1000, 600), 1, "fit").factor, 2);
  const small = place(size(1600, 1200), size(1000, 600), 1, "fit");
  assert.deepEqual([small.width, small.height, small.isSharp], [800, 600, false]);
});

test("at its actual size a pixel is one of the display's", () => {
  const placement = place(size(1920, 1080), size(1000, 700), 2, "1:1");
  assert.deepEqual([placement.width, placement.height], [960, 540]);
  assert.deepEqual([placement.left * 2, placement.top * 2], [40, 160]);
  assert.equal(placement.isSharp, true);
  assert.equal(placement.scrolls, false);
  assert.equal(place(size(1920, 1080), size(900, 700), 1, "1:1").scrolls, true);
});

test("lengths are whole pixels of the display", () => {
  const ratio = 1.25;
  const { left, top, width, height } = place(size(1023, 767), size(801, 613), ratio, "fit");
  for (const length of [left, top, width, height]) {
    assert.ok(Math.abs(length * ratio - Math.round(length * ratio)) < 1e-9);
  }
});

test("the pixel at a place lies within the screen", () => {
  const screen = size(800, 600);
  const placement = place(screen, size(400, 300), 1, "fit");
  assert.deepEqual(pixelAt(0, 0, placement, screen), { x: 0, y: 0 });
  assert.deepEqual(pixelAt(100.4, 50, placement, screen), { x: 200, y: 100 });
  assert.deepEqual(pixelAt(-5, 1e4, placement, screen), { x: 0, y: 599 });
  assert.deepEqual(pixelAt(400, 300, placement, screen), { x: 799, y: 599 });
});

test("every pixel can be pointed at where it is as large as the display's", () => {
  const screen = size(1366, 768);
  const placement = place(screen, size(1366, 768), 1.5, "1:1");
  for (let x = 0; x < screen.width; x += 1) {
    assert.equal(pixelAt((x + 0.5) / 1.5, 0, placement, screen).x, x);
  }
});

test("the size that a machine is asked for", () => {
  assert.deepEqual(wantedSize(size(1001, 701), 1), size(1000, 700));
  assert.deepEqual(wantedSize(size(640.5, 400), 2), size(1280, 800));
  assert.deepEqual(wantedSize(size(10, 10), 1), size(320, 320));
});
