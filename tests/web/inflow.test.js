import assert from "node:assert/strict";
import { test } from "node:test";
import { Inflow } from "../../src/piment/web/core/inflow.js";

test("bytes come out as they went in, however they are cut", () => {
  const inflow = new Inflow();
  const taken = [];
  let next = 0;
  for (let round = 0; round < 200; round += 1) {
    inflow.push(Uint8Array.from({ length: (round * 7) % 11 }, () => next++ & 255));
    const count = Math.min(inflow.size, (round * 5) % 13);
    assert.deepEqual(inflow.peek(count), inflow.peek(count));
    taken.push(...inflow.take(count));
  }
  taken.push(...inflow.take(inflow.size));
  assert.equal(inflow.size, 0);
  assert.deepEqual(taken, Array.from({ length: next }, (_, at) => at & 255));
});

test("a piece inside a chunk is not copied", () => {
  const inflow = new Inflow();
  const chunk = Uint8Array.of(1, 2, 3, 4);
  inflow.push(chunk);
  inflow.take(1);
  assert.equal(inflow.take(2).buffer, chunk.buffer);
});
