// Text by keystrokes, and chords.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CHORDS } from "../../../src/piment/web/core/input/chords.js";
import { Layout, NAMES } from "../../../src/piment/web/core/input/layout.js";
import { press, type } from "../../../src/piment/web/core/input/typing.js";

function recording(locks = 0) {
  /** @type {string[]} */
  const sent = [];
  return {
    sent,
    locks,
    switchLocks: (/** @type {number} */ wanted) => sent.push(`locks ${wanted}`),
    key: (/** @type {number} */ code, /** @type {boolean} */ isPressed) =>
      sent.push(`${isPressed ? "+" : "-"}${code.toString(16)}`),
  };
}

test("a text is typed stroke by stroke", async () => {
  const keys = recording();
  const { strokes, missing } = new Layout("de").strokes("zÄ\r\n@");
  assert.deepEqual(missing, []);
  const pauses = [];
  const counts = [];
  const pause = async (ms) => void pauses.push(ms);
  const isDone = await type(strokes, keys, pause, { aborted: false }, (n) => counts.push(n));
  assert.equal(isDone, true);
  assert.deepEqual(keys.sent, [
    ...["+15", "-15", "+2a", "+28", "-28", "-2a"],
    ...["+1c", "-1c", "+e038", "+10", "-10", "-e038"],
  ]);
  assert.deepEqual(counts, [1, 2, 3, 4]);
  assert.equal(pauses.length, 4);
});

test("typing ends when it is aborted", async () => {
  const keys = recording();
  const signal = { aborted: false };
  const { strokes } = new Layout("us").strokes("abc");
  const pause = async () => void (signal.aborted = keys.sent.length >= 4);
  assert.equal(await type(strokes, keys, pause, signal), false);
  assert.deepEqual(keys.sent, ["+1e", "-1e", "+30", "-30"]);
});

test("Caps Lock is off while a text is typed", async () => {
  const { strokes } = new Layout("us").strokes("a");
  for (const [aborted, between] of /** @type {const} */ ([
    [false, ["+1e", "-1e"]],
    [true, []],
  ])) {
    const keys = recording(7);
    await type(strokes, keys, async () => {}, { aborted });
    assert.deepEqual(keys.sent, ["locks 3", ...between, "locks 7"]);
  }
});

test("what a layout lacks is told once each", () => {
  const { strokes, missing } = new Layout("us").strokes("aäöä");
  assert.equal(strokes.length, 1);
  assert.deepEqual(missing, ["ä", "ö"]);
});

test("chords go down in order and up in the reverse", () => {
  const keys = recording();
  const [{ label, codes }] = CHORDS[0].chords;
  assert.equal(label, "Ctrl-Alt-Del");
  press(codes, keys);
  assert.deepEqual(keys.sent, ["+1d", "+38", "+e053", "-e053", "-38", "-1d"]);
});

test("all chords have keys, and all layouts names", () => {
  const codes = CHORDS.flatMap(({ chords }) => chords.flatMap((chord) => chord.codes));
  assert.ok(codes.every((code) => code > 0));
  assert.ok(codes.length > 30);
  assert.deepEqual(NAMES[0], { name: "us", title: "English (US)" });
  for (const { name } of NAMES) assert.ok(new Layout(name).strokes("Aa1.").strokes.length >= 4);
});
