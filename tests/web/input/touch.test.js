// Fingers as a mouse.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Touch } from "../../../src/piment/web/core/input/touch.js";

const [LEFT, MIDDLE, RIGHT] = [0, 1, 2];

function touching() {
  /** @type {unknown[]} */
  const done = [];
  /** @type {Set<() => void>} */
  const waiting = new Set();
  const touch = new Touch(
    {
      place: ({ x, y }) => done.push([x, y]),
      button: (button, isPressed) => done.push(`${isPressed ? "+" : "-"}${button}`),
      scroll: (parts) => done.push(parts),
    },
    (act) => {
      waiting.add(act);
      return () => waiting.delete(act);
    },
  );
  const wait = () => {
    const due = [...waiting];
    waiting.clear();
    due.forEach((act) => act());
  };
  return { touch, done, wait, waiting };
}

test("a tap clicks where it is", () => {
  const { touch, done, waiting } = touching();
  touch.start(1, { x: 10, y: 20 });
  touch.move(1, { x: 13, y: 21 });
  touch.end(1);
  assert.deepEqual(done, [[10, 20], `+${LEFT}`, `-${LEFT}`]);
  assert.equal(waiting.size, 0);
});

test("a long press holds the right button until the finger leaves", () => {
  const { touch, done, wait } = touching();
  touch.start(1, { x: 10, y: 20 });
  wait();
  assert.deepEqual(done, [[10, 20], `+${RIGHT}`]);
  touch.end(1);
  assert.deepEqual(done.slice(2), [`-${RIGHT}`]);
});

test("a finger that moves drags from where it came down", () => {
  const { touch, done, wait } = touching();
  touch.start(1, { x: 10, y: 20 });
  touch.move(1, { x: 40, y: 20 });
  wait();
  touch.move(1, { x: 50, y: 25 });
  touch.end(1);
  assert.deepEqual(done, [
    ...[[10, 20], [10, 20], `+${LEFT}`],
    ...[[40, 20], [50, 25], `-${LEFT}`],
  ]);
});

test("two fingers scroll with what is under them, and click nothing", () => {
  const { touch, done } = touching();
  touch.start(1, { x: 10, y: 100 });
  touch.start(2, { x: 60, y: 100 });
  touch.move(1, { x: 10, y: 76 });
  touch.move(2, { x: 60, y: 52 });
  touch.move(1, { x: 10, y: 52 });
  touch.end(1);
  touch.end(2);
  assert.deepEqual(done, [[10, 100], 1, 0.5]);
});

test("taps of two and of three fingers", () => {
  const { touch, done, wait } = touching();
  touch.start(1, { x: 0, y: 0 });
  touch.start(2, { x: 9, y: 0 });
  wait();
  touch.end(1);
  touch.end(2);
  assert.deepEqual(done.splice(0), [[0, 0], `+${RIGHT}`, `-${RIGHT}`]);
  for (const id of [1, 2, 3]) touch.start(id, { x: 0, y: 0 });
  for (const id of [3, 2, 1]) touch.end(id);
  assert.deepEqual(done, [[0, 0], `+${MIDDLE}`, `-${MIDDLE}`]);
});

test("a finger that stays after a drag does nothing more", () => {
  const { touch, done } = touching();
  touch.start(1, { x: 0, y: 0 });
  touch.move(1, { x: 50, y: 0 });
  touch.start(2, { x: 9, y: 0 });
  touch.end(1);
  done.splice(0);
  touch.move(2, { x: 90, y: 90 });
  touch.end(2);
  touch.move(2, { x: 0, y: 0 });
  touch.end(2);
  assert.deepEqual(done, []);
});

test("what is held is released when the fingers are taken away", () => {
  for (const [begin, button] of /** @type {const} */ ([["move", LEFT], ["wait", RIGHT]])) {
    const { touch, done, wait, waiting } = touching();
    touch.start(1, { x: 0, y: 0 });
    if (begin === "move") touch.move(1, { x: 50, y: 0 });
    else wait();
    touch.cancel();
    assert.equal(done.at(-1), `-${button}`);
    assert.equal(waiting.size, 0);
    touch.end(1);
    assert.equal(done.at(-1), `-${button}`);
  }
});
