import assert from "node:assert/strict";
import { test } from "node:test";
import { Damage } from "../../../src/piment/web/core/display/damage.js";
import { headsOf, whole } from "../../../src/piment/web/core/display/monitors.js";
import { Head, MonitorsConfig } from "../../../src/piment/web/core/protocol/display.js";

const rect = (left, top) => ({ left, top, right: left + 2, bottom: top + 3 });

test("what has changed is told once, and kept until it is taken", () => {
  let told = 0;
  const damage = new Damage(() => (told += 1));
  damage.add([]);
  assert.equal(told, 0);
  damage.add([rect(1, 1)]);
  damage.add([rect(5, 5), rect(9, 9)]);
  assert.equal(told, 1);
  assert.deepEqual(damage.take(), [rect(1, 1), rect(5, 5), rect(9, 9)]);
  assert.deepEqual(damage.take(), []);
  damage.add([rect(1, 1)]);
  assert.equal(told, 2);
});

test("of many rectangles only the one around is kept", () => {
  const damage = new Damage(() => {});
  for (let at = 0; at < 1000; at += 1) damage.add([rect(at, 1000 - at)]);
  assert.ok(damage.take().length <= 256);
  for (let at = 0; at < 257; at += 1) damage.add([rect(at, at)]);
  assert.deepEqual(damage.take(), [{ left: 0, top: 0, right: 258, bottom: 259 }]);
});

test("monitors are as many as are allowed; a configuration without any says nothing", () => {
  const heads = [1, 2, 3].map((id) => new Head(id, 0, 1, 1, 0, 0, 0));
  assert.equal(headsOf(new MonitorsConfig(4, [])), null);
  assert.equal(headsOf(new MonitorsConfig(2, heads)).length, 2);
  assert.equal(headsOf(new MonitorsConfig(0, heads)).length, 1);
  assert.deepEqual(whole(8, 6), [new Head(0, 0, 8, 6, 0, 0, 0)]);
});
