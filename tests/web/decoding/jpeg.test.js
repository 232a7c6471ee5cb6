import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJpeg, sizeOf } from "../../../src/piment/web/core/decoding/jpeg.js";
import { knowFiles } from "../browser.js";

/** A file of 3x2 pixels, as far as its headers say. */
const FILE = Uint8Array.of(
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0],
  ...[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
);
const hex = (bytes) => Buffer.from(bytes).toString("hex");

test("the size stands in the frame header", () => {
  assert.deepEqual(sizeOf(FILE), { width: 3, height: 2 });
});

test("what has no frame header, or one of another kind, is no file", () => {
  for (let end = 0; end < 17; end += 1) {
    assert.throws(() => sizeOf(FILE.subarray(0, end)), { name: "CodecError" }, String(end));
  }
  assert.throws(() => sizeOf(FILE.map((byte) => (byte === 0xc0 ? 0xc2 : byte))), /kind 194/);
});

test("pixels are colours without alpha", async () => {
  const pixels = Array.from({ length: 24 }, (_, at) => at);
  knowFiles([[hex(FILE), 3, 2, hex(pixels)]]);
  const picture = await decodeJpeg(FILE, 6);
  assert.equal(picture.pixels[1], 0x060504);
  assert.equal((await decodeJpeg(FILE, 6, 0xff000000)).pixels[1], 0xff060504);
  await assert.rejects(decodeJpeg(FILE, 5), /3x2 pixels, 1 to 5 allowed/);
  await assert.rejects(decodeJpeg(Uint8Array.of(...FILE, 0), 6), /JPEG: a broken file/);
});
