// What the guest's keyboard gets of what browsers tell.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Keyboard, Platform } from "../../../src/piment/web/core/input/keyboard.js";
import { CODES } from "../../../src/piment/web/core/input/tables/codes.js";

const OLD = ["OSLeft", "OSRight"]; // names that newer browsers have others for
const NAMES = new Map(
  Object.entries(CODES).flatMap(([name, code]) => (OLD.includes(name) ? [] : [[code, name]])),
);

/** A keyboard, what it sent, and what it waits for. @param {string} platform */
function board(platform = Platform.OTHER) {
  /** @type {string[]} */
  const sent = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  const keyboard = new Keyboard(
    (code, isPressed) => sent.push(`${isPressed ? "+" : "-"}${NAMES.get(code)}`),
    platform,
    (act) => waiting.push(act),
  );
  let now = 0;
  /** @param {string} code @param {object} [more] */
  const down = (code, more = {}) => keyboard.down(event(code, more));
  /** @param {string} code @param {object} [more] */
  const up = (code, more = {}) => keyboard.up(event(code, more));
  /** @param {string} code @param {object} more */
  const event = (code, more) => ({ code, key: "", timeStamp: (now += 1), ...more });
  return { keyboard, sent, waiting, down, up, later: (ms) => (now += ms) };
}

test("keys go by their place, and repeat", () => {
  const { down, up, sent } = board();
  assert.equal(down("KeyZ", { key: "y" }), true);
  down("KeyZ");
  assert.equal(up("KeyZ"), true);
  assert.deepEqual(sent, ["+KeyZ", "+KeyZ", "-KeyZ"]);
});

test("keys that guests do not have are the browser's", () => {
  const { down, up, sent } = board();
  assert.equal(down(""), false);
  assert.equal(down("Fn"), false);
  assert.equal(up("toString"), false);
  assert.deepEqual(sent, []);
});

test("a release without a press is none", () => {
  const { up, sent } = board();
  assert.equal(up("KeyA"), true);
  assert.deepEqual(sent, []);
});

test("all is released when the page is left", () => {
  const { keyboard, down, up, sent } = board();
  down("AltLeft");
  down("Tab");
  keyboard.releaseAll();
  up("AltLeft");
  assert.deepEqual(sent, ["+AltLeft", "+Tab", "-AltLeft", "-Tab"]);
});

test("modifiers that are up are released before the next key", () => {
  const { down, sent } = board();
  down("ControlLeft", { ctrlKey: true });
  down("ShiftRight", { ctrlKey: true, shiftKey: true });
  down("KeyA", { ctrlKey: false, shiftKey: true });
  assert.deepEqual(sent, ["+ControlLeft", "+ShiftRight", "-ControlLeft", "+KeyA"]);
});

test("AltGr stays down whatever an event calls it", () => {
  const { down, sent } = board();
  down("AltRight", { altKey: false, ctrlKey: false });
  down("KeyQ", { altKey: false, ctrlKey: false });
  assert.deepEqual(sent, ["+AltRight", "+KeyQ"]);
});

test("the Ctrl that Windows makes up before AltGr is none", () => {
  const { down, up, sent, waiting } = board(Platform.WINDOWS);
  down("ControlLeft", { ctrlKey: true });
  down("AltRight", { ctrlKey: true, altKey: true });
  down("KeyQ", { ctrlKey: true, altKey: true });
  waiting.forEach((act) => act());
  up("KeyQ");
  up("ControlLeft");
  up("AltRight");
  assert.deepEqual(sent, ["+AltRight", "+KeyQ", "-KeyQ", "-AltRight"]);
});

test("a Ctrl on Windows is one with the next key, after a while, or when it is released", () => {
  const next = board(Platform.WINDOWS);
  next.down("ControlLeft");
  next.down("KeyC");
  assert.deepEqual(next.sent, ["+ControlLeft", "+KeyC"]);

  const late = board(Platform.WINDOWS);
  late.down("ControlLeft");
  late.waiting.forEach((act) => act());
  assert.deepEqual(late.sent, ["+ControlLeft"]);
  late.later(1000);
  late.down("AltRight");
  assert.deepEqual(late.sent, ["+ControlLeft", "+AltRight"]);

  const alone = board(Platform.WINDOWS);
  alone.down("ControlLeft");
  alone.up("ControlLeft");
  alone.waiting.forEach((act) => act());
  assert.deepEqual(alone.sent, ["+ControlLeft", "-ControlLeft"]);
});

test("a Ctrl that waits is forgotten when the page is left", () => {
  const { keyboard, down, waiting, sent } = board(Platform.WINDOWS);
  down("ControlLeft");
  keyboard.releaseAll();
  waiting.forEach((act) => act());
  assert.deepEqual(sent, []);
});

test("on macOS Caps Lock is told once for each time it is struck", () => {
  const { down, up, sent } = board(Platform.MAC);
  down("CapsLock");
  up("CapsLock");
  assert.deepEqual(sent, ["+CapsLock", "-CapsLock", "+CapsLock", "-CapsLock"]);
});

test("on macOS keys that were held with Command are released with it", () => {
  const { down, up, sent } = board(Platform.MAC);
  down("MetaLeft", { metaKey: true });
  down("KeyC", { metaKey: true });
  up("MetaLeft");
  assert.deepEqual(sent, ["+MetaLeft", "+KeyC", "-MetaLeft", "-KeyC"]);
});

test("Print is told by its release on Windows", () => {
  const { up, sent } = board(Platform.WINDOWS);
  up("PrintScreen");
  assert.deepEqual(sent, ["+PrintScreen", "-PrintScreen"]);
});

test("after a reconnection nothing is held", () => {
  const { keyboard, down, up, sent } = board();
  down("KeyA");
  keyboard.reset();
  up("KeyA");
  assert.deepEqual(sent, ["+KeyA"]);
});
