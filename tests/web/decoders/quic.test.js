import assert from "node:assert/strict";
import { test } from "node:test";
import { CodecError } from "../../../src/piment/web/core/decoders/error.js";
import { Kind } from "../../../src/piment/web/core/decoders/picture.js";
import { decode } from "../../../src/piment/web/core/decoders/quic.js";
import { damaged, digest, fileOf, memoryOf, vectorsOf } from "../vectors.js";

const VECTORS = vectorsOf("QUIC");

test("vectors decode to what was recorded", () => {
  assert.ok(VECTORS.length > 100);
  for (const vector of VECTORS) {
    const picture = decode(fileOf(vector.compressed));
    assert.equal(picture.kind, Kind[vector.type], vector.name);
    assert.deepEqual([picture.width, picture.height], [vector.width, vector.height]);
    assert.equal(digest(memoryOf(picture, vector.type)), vector.decoded_sha256, vector.name);
    if (vector.decoded_rgb32_sha256) {
      assert.equal(digest(picture.colours()), vector.decoded_rgb32_sha256, vector.name);
    }
  }
});

test("truncated and damaged streams give an error or a picture", () => {
  for (const vector of VECTORS.filter(({ name }) => /w08|two2/.test(name))) {
    const stream = fileOf(vector.compressed);
    for (let end = 0; end < stream.length; end += 1) {
      assert.throws(() => decode(stream.subarray(0, end)), CodecError, `${vector.name} ${end}`);
    }
    for (const broken of damaged(stream, 100)) attempt(broken);
  }
});

test("images over the limit are refused", () => {
  const [vector] = VECTORS.filter(({ name }) => name === "quic_RGB32_w19");
  const stream = fileOf(vector.compressed);
  const pixels = vector.width * vector.height;
  assert.throws(() => decode(stream, pixels - 1), { message: /at most/ });
  assert.equal(decode(stream, pixels).pixels.length, pixels);
});

test("a header promises no more than its stream can hold", () => {
  const header = Uint32Array.of(0x43495551, 0, 4, 8000, 8000, 0, 0);
  assert.throws(() => decode(new Uint8Array(header.buffer)), { message: /8 bytes cannot hold/ });
});

function attempt(stream) {
  try {
    decode(stream, 1 << 16);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
  }
}
