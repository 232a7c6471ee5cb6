import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "../../../src/piment/web/core/decoders/bitmap.js";
import { Bitmap, BitmapFmt } from "../../../src/piment/web/core/protocol/image.js";

const TOP_DOWN = 4;

function bitmap(format, width, stride, bytes, flags = TOP_DOWN) {
  const data = Uint8Array.from(bytes);
  return new Bitmap(format, flags, width, data.length / stride, stride, null, null, data);
}

test("colours", () => {
  const rows = [1, 2, 3, 4, 5, 6, 7, 8];
  const pad = decode(bitmap(BitmapFmt.FMT_32BIT, 1, 4, rows));
  assert.deepEqual([...pad.pixels], [0x04030201, 0x08070605]);
  const alpha = decode(bitmap(BitmapFmt.RGBA, 1, 4, rows));
  assert.deepEqual([...alpha.pixels], [0x04030201, 0x08070605]);
  const tight = decode(bitmap(BitmapFmt.FMT_24BIT, 1, 4, rows));
  assert.deepEqual([...tight.pixels], [0x030201, 0x070605]);
  const five = decode(bitmap(BitmapFmt.FMT_16BIT, 2, 4, [0xff, 0xff, 0x01, 0x00]));
  assert.deepEqual([...five.pixels], [0xffffff, 0x000008]);
});

test("without TOP_DOWN the bottom row comes first", () => {
  const picture = decode(bitmap(BitmapFmt.FMT_8BIT, 1, 1, [1, 2, 3], 0));
  assert.deepEqual([...picture.pixels], [3, 2, 1]);
});

test("palettes", () => {
  const one = decode(bitmap(BitmapFmt.FMT_1BIT_BE, 3, 1, [0b10100000]));
  assert.deepEqual([...one.colours([5, 6])], [6, 5, 6]);
  const little = decode(bitmap(BitmapFmt.FMT_1BIT_LE, 3, 2, [0b00000100, 0xff]));
  assert.deepEqual([...little.colours([5, 6])], [5, 5, 6]);
  const four = decode(bitmap(BitmapFmt.FMT_4BIT_BE, 3, 2, [0x12, 0x30]));
  assert.deepEqual([...four.colours([5, 6, 7])], [6, 7, 5]);
});

test("what cannot be is refused", () => {
  assert.throws(() => decode(bitmap(BitmapFmt.INVALID, 1, 1, [0])), { message: /no format/ });
  assert.throws(() => decode(bitmap(BitmapFmt.RGBA, 2, 4, [1, 2, 3, 4])), { message: /stride/ });
  const short = bitmap(BitmapFmt.RGBA, 1, 4, [1, 2, 3, 4]);
  short.y = 2;
  assert.throws(() => decode(short), { message: /4 bytes, not 8/ });
  assert.throws(() => decode(short, 1), { message: /at most 1/ });
});
