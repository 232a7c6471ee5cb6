import assert from "node:assert/strict";
import { test } from "node:test";
import { constants, deflateSync } from "node:zlib";
import { CodecError } from "../../../src/piment/web/core/decoders/error.js";
import { inflate } from "../../../src/piment/web/core/decoders/inflate.js";
import { damaged } from "../vectors.js";

const LIMIT = 1 << 20;

const noise = Uint8Array.from({ length: 70000 }, (_, at) => Math.imul(at, 2654435761) >>> 13);
const text = Uint8Array.from({ length: 50000 }, (_, at) => 97 + ((at * at) % 23));
const SAMPLES = [new Uint8Array(0), Uint8Array.of(7), new Uint8Array(40000), noise, text];

test("what zlib deflates comes back", () => {
  const { Z_FIXED, Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY } = constants;
  for (const sample of SAMPLES) {
    for (const level of [0, 1, 3, 9]) {
      for (const strategy of [Z_FIXED, Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY]) {
        const stream = new Uint8Array(deflateSync(sample, { level, strategy }));
        assert.deepEqual(inflate(stream, sample.length, LIMIT), sample);
      }
    }
  }
});

test("another size, a limit and bytes behind the stream are errors", () => {
  const stream = new Uint8Array(deflateSync(text));
  assert.throws(() => inflate(stream, text.length - 1, LIMIT), { message: /room for/ });
  assert.throws(() => inflate(stream, text.length + 1, LIMIT), { message: /50001 bytes expected/ });
  assert.throws(() => inflate(stream, text.length, text.length - 1), { message: /at most/ });
  const longer = Uint8Array.of(...stream, 0);
  assert.throws(() => inflate(longer, text.length, LIMIT), { message: /5 bytes behind/ });
});

test("truncated and damaged streams are errors", () => {
  const stream = new Uint8Array(deflateSync(text.subarray(0, 3000)));
  for (let end = 0; end < stream.length; end += 1) {
    assert.throws(() => inflate(stream.subarray(0, end), 3000, LIMIT), CodecError, String(end));
  }
  for (const broken of damaged(stream, 200)) {
    try {
      inflate(broken, 3000, LIMIT);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
    }
  }
});
