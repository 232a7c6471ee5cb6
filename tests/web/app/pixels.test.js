// From the machine's pixels to the browser's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { outlined, straight } from "../../../src/piment/web/app/cursor.js";
import { turn } from "../../../src/piment/web/app/painter.js";

test("pixels of a screen become R, G, B, and opaque", () => {
  const words = new Uint32Array(3);
  turn(Uint32Array.of(0x00112233, 0xffaabbcc, 0x12345678), words, 0, 2);
  assert.deepEqual([...new Uint8Array(words.buffer)], [
    ...[0x11, 0x22, 0x33, 0xff],
    ...[0xaa, 0xbb, 0xcc, 0xff],
    ...[0, 0, 0, 0],
  ]);
});

test("pixels of a pointer are not premultiplied any more", () => {
  const pixels = Uint32Array.of(0, 0xff102030, 0x80402010, 0);
  assert.deepEqual([...straight(pixels)], [
    ...[0, 0, 0, 0],
    ...[0x10, 0x20, 0x30, 0xff],
    ...[128, 64, 32, 0x80],
    ...[0, 0, 0, 0],
  ]);
});

test("what inverts is white within black, but for what the shape has there", () => {
  const [no, black, white, own] = [0, 0xff000000, 0xffffffff, 0xff102030];
  const shape = [
    ...[no, no, no, no, no],
    ...[no, no, own, no, no],
    ...[no, no, no, no, no],
    ...[no, no, no, no, no],
  ];
  const inverts = Uint8Array.from(shape, (_, at) => Number(at === 11 || at === 19));
  assert.deepEqual([...outlined(Uint32Array.from(shape), inverts, 5)], [
    ...[no, no, no, no, no],
    ...[black, black, own, no, no],
    ...[black, white, black, black, black],
    ...[black, black, black, black, white],
  ]);
});
