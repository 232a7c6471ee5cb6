import assert from "node:assert/strict";
import { test } from "node:test";
import { CodecError } from "../../../src/piment/web/core/decoders/error.js";
import { Dictionary, MissingImageError } from "../../../src/piment/web/core/decoders/glz.js";
import { inflate } from "../../../src/piment/web/core/decoders/inflate.js";
import { Kind } from "../../../src/piment/web/core/decoders/picture.js";
import { damaged, digest, fileOf, vectorsOf } from "../vectors.js";

const VECTORS = vectorsOf("GLZ");

function partsOf(vector) {
  const streams = fileOf(vector.compressed);
  return vector.images.map(({ compressed_offset: start, compressed_size: size }) =>
    streams.subarray(start, start + size),
  );
}

test("sequences decode to what was recorded, and the window is released as recorded", () => {
  assert.ok(VECTORS.length > 10);
  for (const vector of VECTORS) {
    const dictionary = new Dictionary(vector.window_pixels);
    for (const [index, stream] of partsOf(vector).entries()) {
      const image = vector.images[index];
      const picture = dictionary.decode(stream);
      assert.equal(picture.kind, Kind[image.type]);
      assert.equal(digest(picture.colours()), image.decoded_rgb32_sha256, vector.name);
    }
    const ids = vector.images.map(({ id }) => id);
    assert.deepEqual(dictionary.ids, ids.filter((id) => !vector.freed_ids.includes(id)));
  }
});

test("zlib streams inflate to the same streams", () => {
  const vectors = VECTORS.filter((vector) => "zlib" in vector);
  assert.ok(vectors.length > 1);
  for (const vector of vectors) {
    const wrapped = fileOf(vector.zlib);
    for (const [index, stream] of partsOf(vector).entries()) {
      const { zlib_offset: start, zlib_size: size } = vector.images[index];
      const inflated = inflate(wrapped.subarray(start, start + size), stream.length, 1 << 20);
      assert.deepEqual(inflated, stream);
    }
  }
});

test("an image of another channel is waited for", async () => {
  const vector = VECTORS.find(({ name }) => name === "glz_RGB32_seq");
  const [first, second, ...others] = partsOf(vector);
  const dictionary = new Dictionary(vector.window_pixels);
  let missing = null;
  try {
    for (const stream of [second, ...others]) dictionary.decode(stream);
  } catch (error) {
    assert.ok(error instanceof MissingImageError);
    missing = error.id;
  }
  assert.equal(missing, 0);
  const arrival = dictionary.arrival(0);
  dictionary.decode(first);
  await arrival;
  await dictionary.arrival(0);
  assert.throws(() => dictionary.decode(first), { message: /image 0 comes again/ });
});

test("truncated and damaged streams give an error or a picture", () => {
  const vector = VECTORS.find(({ name }) => name === "glz_RGBA_seq");
  const [first, second] = partsOf(vector);
  for (let end = 0; end < first.length; end += 7) {
    const dictionary = new Dictionary(vector.window_pixels);
    assert.throws(() => dictionary.decode(first.subarray(0, end)), CodecError, String(end));
    assert.deepEqual(dictionary.ids, []);
  }
  for (const broken of damaged(second, 300)) {
    const dictionary = new Dictionary(1 << 16);
    dictionary.decode(first);
    try {
      dictionary.decode(broken);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
    }
  }
});
