import assert from "node:assert/strict";
import { test } from "node:test";
import { CodecError } from "../../../src/piment/web/core/decoders/error.js";
import { decode } from "../../../src/piment/web/core/decoders/lz.js";
import { Kind } from "../../../src/piment/web/core/decoders/picture.js";
import { damaged, digest, fileOf, memoryOf, vectorsOf } from "../vectors.js";

const VECTORS = vectorsOf("LZ");
const UNTOUCHED = 0x555555; // what the reference's XXXA was decoded onto

test("vectors decode to what was recorded", () => {
  assert.ok(VECTORS.length > 200);
  for (const vector of VECTORS) {
    const picture = decode(fileOf(vector.compressed));
    assert.equal(picture.kind, Kind[vector.type], vector.name);
    const form = [picture.width, picture.height, Number(picture.isTopDown)];
    assert.deepEqual(form, [vector.width, vector.height, vector.top_down], vector.name);
    if (vector.type !== "RGB16") {
      const memory = memoryOf(picture, vector.type, vector.type === "XXXA" ? UNTOUCHED : 0);
      assert.equal(digest(memory), vector.decoded_sha256, vector.name);
    }
    if (vector.decoded_rgb32_sha256) {
      const colours = picture.colours(vector.palette);
      assert.equal(digest(colours), vector.decoded_rgb32_sha256, vector.name);
    }
  }
});

test("every vector of five bits says what its colours are", () => {
  const vectors = VECTORS.filter(({ type }) => type === "RGB16");
  assert.ok(vectors.length > 20);
  assert.ok(vectors.every((vector) => vector.decoded_rgb32_sha256));
});

test("truncated and damaged streams give an error or a picture", () => {
  for (const vector of VECTORS.filter(({ name }) => /w19|two2/.test(name))) {
    const stream = fileOf(vector.compressed);
    for (let end = 0; end < stream.length; end += 1) {
      assert.throws(() => decode(stream.subarray(0, end)), CodecError, `${vector.name} ${end}`);
    }
    for (const broken of damaged(stream, 100)) attempt(broken);
  }
});

test("images over the limit are refused", () => {
  const [vector] = VECTORS.filter(({ name }) => name === "lz_RGB32_w19");
  const pixels = vector.width * vector.height;
  assert.throws(() => decode(fileOf(vector.compressed), pixels - 1), { message: /at most/ });
});

test("a palette has to have the entries that are used", () => {
  const [vector] = VECTORS.filter(({ name }) => name === "lz_PLT8_w19");
  const picture = decode(fileOf(vector.compressed));
  assert.throws(() => picture.colours(), CodecError);
  assert.throws(() => picture.colours([0]), { message: /1 entries/ });
});

function attempt(stream) {
  try {
    decode(stream, 1 << 16);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
  }
}
