import assert from "node:assert/strict";
import { test } from "node:test";
import { Surface } from "../../../src/piment/web/core/canvas/surface.js";
import { SurfaceFmt } from "../../../src/piment/web/core/protocol/display.js";
import { Ropd } from "../../../src/piment/web/core/protocol/draw.js";

const { FMT_16_565, FMT_32_xRGB, FMT_32_ARGB } = SurfaceFmt;
const MASK = { flags: 0, pos: { x: 0, y: 0 }, bitmap: null };

function rect(left, top, right, bottom) {
  return { left, top, right, bottom };
}

function fill(color, box, clip = null) {
  return { kind: "fill", box, clip, brush: { color }, ropd: Ropd.OP_PUT, mask: MASK };
}

function copy(image, box, area) {
  const rest = { ropd: Ropd.OP_PUT, scale_mode: 0, mask: MASK, clip: null };
  return { kind: "copy", src_bitmap: image, box, src_area: area, ...rest };
}

test("32-bit pixels are those that are drawn on", () => {
  const surface = new Surface(3, 2, FMT_32_xRGB);
  const { pixels } = surface;
  assert.deepEqual(surface.draw(fill(0xff8090a0, rect(1, -5, 9, 1))), [rect(1, 0, 3, 1)]);
  assert.deepEqual([...pixels], [0, 0xff8090a0, 0xff8090a0, 0, 0, 0]);
  assert.equal(surface.pixels, pixels);
});

test("others look the same", () => {
  const surface = new Surface(2, 1, FMT_16_565);
  surface.draw(fill(0xf81f, rect(0, 0, 1, 1)));
  assert.deepEqual([...surface.pixels], [0xffff00ff, 0xff000000]);
});

test("damage is where it was drawn", () => {
  const surface = new Surface(9, 9, FMT_32_ARGB);
  const clip = [rect(0, 0, 2, 2), rect(5, 5, 7, 7)];
  assert.deepEqual(surface.draw(fill(1, rect(1, 1, 9, 9), clip)), [rect(1, 1, 2, 2), clip[1]]);
  assert.deepEqual(surface.draw(fill(1, rect(1, 1, 9, 9), [])), []);
});

test("a surface is drawn on itself as it was", () => {
  const surface = new Surface(4, 1, FMT_32_xRGB);
  surface.words.set([1, 2, 3, 4]);
  surface.draw(copy(surface.image(), rect(1, 0, 4, 1), rect(0, 0, 3, 1)));
  assert.deepEqual([...surface.words], [1, 1, 2, 3]);
});

test("what makes no sense is refused and changes nothing", () => {
  const surface = new Surface(2, 2, FMT_32_xRGB);
  const box = rect(0, 0, 2, 2);
  const shallow = new Surface(2, 2, FMT_16_565).image();
  const refused = { name: "DrawError" };
  assert.throws(() => surface.draw(copy(null, box, box)), refused);
  assert.throws(() => surface.draw(copy(shallow, box, box)), refused);
  assert.throws(() => surface.draw(copy(surface.image(), box, rect(1, 1, 1, 1))), refused);
  const mask = { ...MASK, bitmap: shallow };
  assert.throws(() => surface.draw({ ...fill(1, box), mask }), refused);
  assert.throws(() => new Surface(1, 1, 7), RangeError);
  assert.deepEqual([...surface.words], [0, 0, 0, 0]);
});
