import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../../../src/piment/web/core/link/handshake.js";
import { refusal } from "../../../src/piment/web/core/link/refusal.js";
import { LinkErr } from "../../../src/piment/web/core/protocol/link.js";

test("every code has its name, and what to do about it", () => {
  for (const [name, code] of Object.entries(LinkErr).slice(1)) {
    const error = refusal("main:0", new Refused(code, "why"));
    assert.equal(error.code, name);
    assert.match(error.message, /^(link|authentication): main:0: .+: .+/);
    assert.equal(error.isDenial, name === "PERMISSION_DENIED");
  }
});

test("a refusal without a code says why", () => {
  const error = refusal("display:1", new Refused(null, "the server left"));
  assert.equal(error.code, null);
  assert.equal(error.what, "display:1: the server left");
});
