import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, isBroken } from "../../../src/piment/web/core/decoding/decode.js";
import { jobOf } from "../../../src/piment/web/core/decoding/job.js";
import { Palettes } from "../../../src/piment/web/core/display/palettes.js";
import { SurfaceFmt } from "../../../src/piment/web/core/protocol/display.js";
import * as images from "../../../src/piment/web/core/protocol/image.js";

const { FMT_1BIT_BE, FMT_8BIT, FMT_32BIT } = images.BitmapFmt;
const { PAL_CACHE_ME, PAL_FROM_CACHE, TOP_DOWN } = images.BitmapFlags;

/** Return a bitmap of one row of as many bytes. */
function bitmap(format, width, data, { flags = 0, key = null, palette = null } = {}) {
  const bytes = Uint8Array.from(data);
  return new images.Bitmap(format, flags | TOP_DOWN, width, 1, bytes.length, key, palette, bytes);
}

function decoded(payload, { width = 1, flags = 0, isMask = false, palettes } = {}) {
  const image = new images.Image(0n, flags, width, 1, payload);
  return decode(jobOf(image, SurfaceFmt.FMT_32_xRGB, isMask, palettes ?? new Palettes()));
}

test("a mask is as large as it says itself, an image as its descriptor says", () => {
  const five = bitmap(FMT_1BIT_BE, 5, [0b10100000]);
  assert.deepEqual([...decoded(five, { isMask: true, width: 9 }).pixels], [1, 0, 1, 0, 0]);
  assert.throws(() => decoded(bitmap(FMT_32BIT, 1, [1, 2, 3, 4]), { width: 2 }), {
    name: "CodecError",
    message: "the image is 1x1, its descriptor says 2x1",
  });
});

test("a mask is a bitmap of one bit a pixel", () => {
  const wide = bitmap(FMT_8BIT, 1, [0]);
  assert.throws(() => decoded(wide, { isMask: true }), isBroken);
  const coded = new images.Quic(new Uint8Array(8));
  assert.throws(() => decoded(coded, { isMask: true }), /a mask is a bitmap, not Quic/);
});

test("what is undefined may be said to be set", () => {
  const pixel = bitmap(FMT_32BIT, 1, [1, 2, 3, 0]);
  assert.deepEqual([...decoded(pixel).pixels], [0x030201]);
  const { HIGH_BITS_SET } = images.ImageFlags;
  assert.deepEqual([...decoded(pixel, { flags: HIGH_BITS_SET }).pixels], [0xff030201]);
});

test("palettes are kept, named and dropped", () => {
  const palettes = new Palettes();
  const palette = new images.Palette(7n, [0x112233]);
  const bringing = bitmap(FMT_8BIT, 1, [0], { flags: PAL_CACHE_ME, palette });
  const naming = bitmap(FMT_8BIT, 1, [0], { flags: PAL_FROM_CACHE, key: 7n });
  assert.deepEqual([...decoded(bringing, { palettes }).pixels], [0x112233]);
  assert.deepEqual([...decoded(naming, { palettes }).pixels], [0x112233]);
  palettes.drop(7n);
  assert.throws(() => decoded(naming, { palettes }), /there is no palette 7/);
  for (let key = 1n; key <= 128n; key += 1n) {
    const many = new images.Palette(key, [0]);
    decoded(bitmap(FMT_8BIT, 1, [0], { flags: PAL_CACHE_ME, palette: many }), { palettes });
  }
  palettes.clear();
  assert.throws(() => decoded(naming, { palettes }), /there is no palette 7/);
});
