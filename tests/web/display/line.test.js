import assert from "node:assert/strict";
import { test } from "node:test";
import { Line } from "../../../src/piment/web/core/display/line.js";

/** Return a promise, and what settles it. */
function gate() {
  let open;
  const ready = new Promise((resolve) => {
    open = resolve;
  });
  return { ready, open };
}

function made() {
  const failures = [];
  return { line: new Line((error) => failures.push(error.message)), failures, done: [] };
}

test("nothing waits when there is nothing to wait for", () => {
  const { line, done } = made();
  assert.equal(line.add(null, () => done.push(1)), null);
  assert.deepEqual(done, [1]);
});

test("steps are done in order, whatever is ready first", async () => {
  const { line, done } = made();
  const [first, second] = [gate(), gate()];
  line.add(first.ready, () => done.push(1));
  line.add(null, () => done.push(2));
  line.add(second.ready, () => done.push(3));
  second.open();
  await second.ready;
  assert.deepEqual(done, []);
  first.open();
  await new Promise((resolve) => {
    line.add(null, resolve);
  });
  assert.deepEqual(done, [1, 2, 3]);
});

test("whoever adds much waits until there is room", async () => {
  const { line, done } = made();
  const { ready, open } = gate();
  assert.equal(line.add(ready, () => done.push(1), 1 << 23), null);
  const room = line.add(null, () => done.push(2), 1 << 23);
  assert.ok(room instanceof Promise);
  open();
  await room;
  assert.ok(done.includes(1));
  for (let count = 1; count < 255; count += 1) line.add(gate().ready, () => {});
  assert.ok(line.add(null, () => {}) instanceof Promise);
});

test("a step that fails ends it: nothing is done, and nobody waits", async () => {
  const { line, failures, done } = made();
  const { ready, open } = gate();
  line.add(ready, () => {
    throw new Error("enough");
  });
  const room = line.add(null, () => done.push(2), 1 << 25);
  open();
  await room;
  assert.deepEqual(failures, ["enough"]);
  assert.equal(line.add(null, () => done.push(3)), null);
  assert.deepEqual(done, []);
});
