import assert from "node:assert/strict";
import { test } from "node:test";
import { flatten } from "../../../src/piment/web/core/canvas/curve.js";
import { linesOf } from "../../../src/piment/web/core/canvas/path.js";
import { Walk } from "../../../src/piment/web/core/canvas/walk.js";
import { Surface } from "../../../src/piment/web/core/canvas/surface.js";
import { SurfaceFmt } from "../../../src/piment/web/core/protocol/display.js";
import { LineAttr, Path, PathSeg } from "../../../src/piment/web/core/protocol/draw.js";

const FAR = 2 ** 27;
const LINE = 3; // PathFlags.BEGIN | PathFlags.END
const XOR = 64;

function drawn(width, height, points) {
  const surface = new Surface(width, height, SurfaceFmt.FMT_8_A);
  const box = { left: 0, top: 0, right: width, bottom: height };
  const fixed = points.map(([x, y]) => ({ x: 16 * x, y: 16 * y }));
  const path = new Path([new PathSeg(LINE, fixed)]);
  const attr = new LineAttr(0, null);
  surface.draw({
    kind: "stroke", box, clip: null, path, attr, brush: { color: 1 }, fore_mode: XOR,
  });
  return surface.words;
}

/** The rule of the specification, word by word: the pixels of a line that lie in a square. */
function plain(x, y, nextX, nextY, size) {
  const [dx, dy] = [nextX - x, nextY - y];
  const isWide = Math.abs(dx) > Math.abs(dy);
  const [along, across] = isWide ? [dx, dy] : [dy, dx];
  const [a, b] = [Math.abs(along), Math.abs(across)];
  const pixels = new Uint8Array(size * size);
  let e = -a - (along < 0 ? 1 : 0);
  for (let step = 0; step < a; step += 1) {
    if (x >= 0 && x < size && y >= 0 && y < size) pixels[y * size + x] ^= 1;
    e += 2 * b;
    const isAside = e >= 0;
    if (isAside) e -= 2 * a;
    if (isWide || isAside) x += Math.sign(dx);
    if (!isWide || isAside) y += Math.sign(dy);
  }
  return pixels;
}

test("what is visible is the visible part", () => {
  for (let from = 0; from < 144; from += 1) {
    for (let to = 0; to < 144; to += 1) {
      const ends = [from % 12, Math.floor(from / 12), to % 12, Math.floor(to / 12)];
      const [x, y, nextX, nextY] = ends.map((at) => at - 3);
      const found = drawn(6, 6, [[x, y], [nextX, nextY]]);
      assert.deepEqual(found, plain(x, y, nextX, nextY, 6), ends.join());
    }
  }
});

test("far ends cost nothing", () => {
  const area = { left: 3, top: -2, right: 9, bottom: 5 };
  const walk = new Walk([-FAR, -FAR + 1, FAR, FAR], 0, area);
  assert.ok(walk.count < 20);
  const near = new Walk([-FAR, 0, FAR, 2], 0, { left: 0, top: 0, right: 1, bottom: 9 });
  assert.deepEqual([near.count, near.beginning.aside], [1, 1]);
});

test("curves end where they end", () => {
  for (const end of [0, 1, 15, 16, 900, 2 ** 31 - 1, -(2 ** 31)]) {
    const line = [1, 1];
    flatten(line, { x: 0, y: 5 }, { x: end, y: 7 }, { x: end, y: end }, 1 << 17);
    const pixel = Math.floor(end / 16) + (end & 15 && (end & 15) > 8 ? 1 : 0);
    assert.deepEqual(line.slice(-2), [pixel, pixel]);
  }
});

test("a path has only so many points, however many lines it has", () => {
  const most = 2 ** 31 - 1;
  const wild = [[-most, -most], [most, -most], [-most, most], [most, most - 5]];
  const curve = new PathSeg(LINE | 16, wild.map(([x, y]) => ({ x, y }))); // PathFlags.BEZIER
  assert.ok(linesOf(new Path([curve]))[1].length > 10_000);
  const many = new Path(Array.from({ length: 12 }, () => curve));
  assert.throws(() => linesOf(many), { name: "DrawError", message: /too long/ });
});

test("a path that never ends is refused, and nothing is drawn", () => {
  const points = Array.from({ length: 20_000 }, (_, index) => [4000 * (index % 2), 0]);
  assert.throws(() => drawn(4000, 1, points), { name: "DrawError", message: /too long/ });
});
