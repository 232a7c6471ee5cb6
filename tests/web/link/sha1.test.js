import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { sha1 } from "../../../src/piment/web/core/link/sha1.js";

test("hashes are those of another program, around the edges of blocks too", () => {
  for (let size = 0; size < 200; size += 1) {
    const message = Uint8Array.from({ length: size }, (_, at) => (at * 31 + size) & 255);
    const hash = createHash("sha1").update(message).digest();
    assert.deepEqual(Buffer.from(sha1(message)), hash, String(size));
  }
});
