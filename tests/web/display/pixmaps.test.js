import assert from "node:assert/strict";
import { test } from "node:test";
import { Found } from "../../../src/piment/web/core/display/found.js";
import { Pixmaps } from "../../../src/piment/web/core/display/pixmaps.js";

const PIXEL = { format: 32, width: 1, height: 1, pixels: Uint32Array.of(1) };

const found = () => Found.by(() => PIXEL);

test("an image is kept as often as it is announced", () => {
  const pixmaps = new Pixmaps(1000);
  const one = found();
  pixmaps.add(1n, one, 10, false);
  pixmaps.add(1n, found(), 10, true);
  assert.equal(pixmaps.find(1n, true), one);
  pixmaps.drop(1n);
  assert.equal(pixmaps.find(1n, true), one);
  pixmaps.drop(1n);
  pixmaps.drop(1n);
  assert.equal(pixmaps.find(1n, false), null);
});

test("a lossy image is not good enough for all, until it is replaced", () => {
  const pixmaps = new Pixmaps(1000);
  const [lossy, lossless] = [found(), found()];
  pixmaps.add(1n, lossy, 10, true);
  assert.equal(pixmaps.find(1n, false), lossy);
  assert.equal(pixmaps.find(1n, true), null);
  pixmaps.replace(1n, lossless, 10);
  assert.equal(pixmaps.find(1n, true), lossless);
});

test("no more is kept than twice what was announced", () => {
  const pixmaps = new Pixmaps(1000);
  pixmaps.add(1n, found(), 1990, false);
  assert.throws(() => pixmaps.add(2n, found(), 1, false), /2118 pixels .* allowed are 2000/);
  pixmaps.clear();
  pixmaps.add(3n, found(), 2000, false);
});

test("an image that comes later is waited for, also until it is good enough", async () => {
  const pixmaps = new Pixmaps(1000);
  const waiting = pixmaps.wait(1n, true);
  pixmaps.add(1n, found(), 1, true);
  const lossless = found();
  pixmaps.replace(1n, lossless, 1);
  assert.equal(await waiting, lossless);
});

test("an image that does not come is not waited for without end", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const waiting = new Pixmaps(1000).wait(7n, false);
  t.mock.timers.tick(10_000);
  await assert.rejects(waiting, /image 7 does not come within 10 s/);
});

test("when all is over nobody waits", async () => {
  const pixmaps = new Pixmaps(1000);
  const waiting = pixmaps.wait(7n, false);
  pixmaps.close();
  await assert.rejects(waiting, /no images come any more/);
  await assert.rejects(pixmaps.wait(8n, false), /no images come any more/);
});
