// The mouse, in both modes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Pointer } from "../../../src/piment/web/core/input/pointer.js";
import { MouseModeFlags } from "../../../src/piment/web/core/protocol/main.js";

/** @param {number} mode */
function pointing(mode) {
  /** @type {unknown[]} */
  const done = [];
  const pointer = new Pointer({
    move: (dx, dy) => done.push(["move", dx, dy]),
    place: (x, y, display) => done.push(["place", x, y, display]),
    button: (button, isPressed) => done.push([isPressed ? "+" : "-", button]),
    wheel: (steps) => done.push(["wheel", steps]),
  });
  pointer.mode = mode;
  return { pointer, done };
}

test("in mode CLIENT places count, and motions do not", () => {
  const { pointer, done } = pointing(MouseModeFlags.CLIENT);
  pointer.place(10.7, 20.2);
  pointer.move(5, 5);
  assert.equal(pointer.isRelative, false);
  assert.deepEqual(done, [["place", 10, 20, 0]]);
});

test("in mode SERVER motions count, their fractions added up, and places do not", () => {
  const { pointer, done } = pointing(MouseModeFlags.SERVER);
  pointer.place(10, 20);
  for (let step = 0; step < 4; step += 1) pointer.move(0.5, -0.25);
  assert.equal(pointer.isRelative, true);
  assert.deepEqual(done, [
    ["move", 1, 0],
    ["move", 1, -1],
  ]);
});

test("buttons are pressed once, and released when the page is left", () => {
  const { pointer, done } = pointing(MouseModeFlags.CLIENT);
  for (const number of [0, 0, 1, 2, 3, 4, 5]) pointer.button(number, true);
  pointer.button(1, false);
  pointer.button(1, false);
  pointer.releaseAll();
  pointer.button(0, false);
  const pressed = [["+", 1], ["+", 2], ["+", 3], ["+", 6], ["+", 7]];
  assert.deepEqual(done, [...pressed, ["-", 2], ["-", 1], ["-", 3], ["-", 6], ["-", 7]]);
});

test("the wheel turns by whole steps", () => {
  const { pointer, done } = pointing(MouseModeFlags.CLIENT);
  pointer.wheel({ deltaY: 200, deltaMode: 0 });
  pointer.scroll(-1);
  pointer.scroll(-0.5);
  assert.deepEqual(done, [["wheel", 2], ["wheel", -1]]);
});
