// Structs beside messages: a value and its bytes, side by side.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as framing from "../../../src/piment/web/core/protocol/framing.js";
import * as link from "../../../src/piment/web/core/protocol/link.js";
import { unpack } from "../../../src/piment/web/core/wire/reader.js";
import { pack } from "../../../src/piment/web/core/wire/writer.js";

/** @param {string} text */
const bytes = (text) => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));

test("a link header", () => {
  const header = new link.LinkHeader(bytes("52454451"), 2, 2, 18);
  const packed = bytes("52454451 02000000 02000000 12000000");
  assert.deepEqual(pack(link.writeLinkHeader, header), packed);
  assert.deepEqual(unpack(link.readLinkHeader, packed, ""), header);
});

test("a link header with a magic of another length is refused", () => {
  const header = new link.LinkHeader(bytes("5245"), 2, 2, 18);
  assert.throws(() => pack(link.writeLinkHeader, header), {
    where: "LinkHeader.magic",
    why: "holds 2, 4 is announced",
  });
});

test("a link message", () => {
  const head = new link.LinkMessHead(7, 2, 0, 1, 1, 18);
  const text = "07000000 02 00 01000000 01000000 12000000";
  assert.deepEqual(pack(link.writeLinkMessHead, head), bytes(text));
});

test("data headers", () => {
  const full = new framing.DataHeader(2n ** 53n + 1n, 101, 8, 0);
  const text = "0100000000002000 6500 08000000 00000000";
  assert.deepEqual(pack(framing.writeDataHeader, full), bytes(text));
  assert.deepEqual(unpack(framing.readDataHeader, bytes(text), ""), full);
  const mini = new framing.MiniDataHeader(101, 8);
  assert.deepEqual(pack(framing.writeMiniDataHeader, mini), bytes("6500 08000000"));
});

test("bytes that are left over are an error", () => {
  assert.throws(() => unpack(framing.readMiniDataHeader, bytes("6500 08000000 00"), "Mini"), {
    where: "Mini",
    why: "1 bytes are left over",
  });
});
