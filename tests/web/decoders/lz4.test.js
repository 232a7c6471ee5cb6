import assert from "node:assert/strict";
import { test } from "node:test";
import { CodecError } from "../../../src/piment/web/core/decoders/error.js";
import { decode } from "../../../src/piment/web/core/decoders/lz4.js";
import { Kind } from "../../../src/piment/web/core/decoders/picture.js";
import { damaged, digest, fileOf, memoryOf, vectorsOf } from "../vectors.js";

const VECTORS = vectorsOf("LZ4");

/** Return the recorded pixels without what pictures leave out: bit 15 of 16. */
function expected(vector) {
  const raw = fileOf(vector.raw);
  if (vector.type === "RGB16") return new Uint16Array(raw.buffer).map((it) => it & 0x7fff);
  return raw;
}

test("vectors decode to what was recorded", () => {
  assert.ok(VECTORS.length > 20);
  for (const vector of VECTORS) {
    const picture = decode(fileOf(vector.compressed), vector.width, vector.height);
    assert.equal(picture.kind, Kind[vector.type]);
    const found = digest(memoryOf(picture, vector.type));
    assert.equal(found, digest(expected(vector)), vector.name);
  }
});

test("truncated and damaged streams give an error or a picture", () => {
  for (const vector of VECTORS.filter(({ name }) => /w19/.test(name))) {
    const stream = fileOf(vector.compressed);
    const { width, height } = vector;
    for (let end = 0; end < stream.length; end += 1) {
      assert.throws(() => decode(stream.subarray(0, end), width, height), CodecError);
    }
    for (const broken of damaged(stream, 100)) {
      try {
        decode(broken, width, height);
      } catch (error) {
        if (!(error instanceof CodecError)) throw error;
      }
    }
  }
});

test("a size that the stream does not have is refused", () => {
  const [vector] = VECTORS;
  const { width, height } = vector;
  const stream = fileOf(vector.compressed);
  assert.throws(() => decode(stream, width, height + 1), { message: /bytes decoded/ });
  assert.throws(() => decode(stream, width, height - 1), { message: /room for/ });
  assert.throws(() => decode(stream, 8000, 8000), { message: /cannot stand for/ });
  assert.throws(() => decode(stream, 0, 1), { message: /at most/ });
});
