import assert from "node:assert/strict";
import { test } from "node:test";
import {
  add4, mul, mul4, mulEach, over, replicated,
} from "../../../src/piment/web/core/canvas/colour.js";
import { placed } from "../../../src/piment/web/core/canvas/fetch.js";
import { formOf } from "../../../src/piment/web/core/canvas/format.js";
import { OPERATORS } from "../../../src/piment/web/core/canvas/operator.js";
import { SurfaceFmt } from "../../../src/piment/web/core/protocol/display.js";

test("four channels are as one", () => {
  for (let a = 0; a < 256; a += 1) {
    for (let b = 0; b < 256; b += 1) {
      const product = replicated(Math.round((a * b) / 255));
      assert.equal(mul(a, b), Math.round((a * b) / 255));
      assert.equal(mul4(replicated(a), b) | 0, product);
      assert.equal(mulEach(replicated(a), replicated(b)) | 0, product);
      assert.equal(add4(replicated(a), replicated(b)) | 0, replicated(Math.min(255, a + b)));
    }
  }
});

test("what is opaque hides, and nothing changes nothing", () => {
  assert.equal(over(0xff123456 | 0, 0x89abcdef), 0xff123456 | 0);
  assert.equal(over(0, 0x89abcdef), 0x89abcdef);
  assert.equal(over(0x80101010 | 0, 0xff0000ff | 0) >>> 0, 0xff10108f);
});

test("what packs unpacks", () => {
  for (const format of Object.values(SurfaceFmt).filter((it) => it !== SurfaceFmt.INVALID)) {
    const { depth, unpack, pack, words } = formOf(format);
    const out = words(1);
    for (let pixel = 0; pixel < (depth === 1 ? 2 : 256); pixel += 1) {
      out[0] = pack(unpack(pixel));
      assert.equal(out[0] & 0xff, pixel);
    }
  }
});

test("no operator overflows", () => {
  const ends = [0, 1, 127, 255];
  assert.equal(OPERATORS.size, 14 + 15);
  for (const operator of OPERATORS.values()) {
    for (let index = 0; index < 256; index += 1) {
      const [s, sa, d, da] = [0, 2, 4, 6].map((shift) => ends[(index >> shift) & 3]);
      const [source, under] = [[s, sa], [d, da]].map(([colour, alpha]) => {
        return (replicated(colour) & 0xffffff) | (alpha << 24);
      });
      assert.equal(operator(source, -1, under) | 0, operator(source, -1, under));
    }
  }
});

test("outside repeats", () => {
  const place = (repeat, at) => placed(repeat, at, 3) + 0; // so that -0 is 0
  const places = (repeat) => Array.from({ length: 10 }, (_, index) => place(repeat, index - 4));
  assert.deepEqual(places(0), [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5]);
  assert.deepEqual(places(1), [2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  assert.deepEqual(places(2), [0, 0, 0, 0, 0, 1, 2, 2, 2, 2]);
  assert.deepEqual(places(3), [2, 2, 1, 0, 0, 1, 2, 2, 1, 0]);
});
