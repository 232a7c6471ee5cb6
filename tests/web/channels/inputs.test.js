import assert from "node:assert/strict";
import { test } from "node:test";
import { Capabilities } from "../../../src/piment/web/core/capabilities.js";
import { InputsChannel } from "../../../src/piment/web/core/channels/inputs.js";
import { InputsCap } from "../../../src/piment/web/core/protocol/capabilities.js";
import * as inputs from "../../../src/piment/web/core/protocol/inputs.js";
import { MouseModeFlags } from "../../../src/piment/web/core/protocol/main.js";
import { Wire, shared } from "./wire.js";

const { LEFT, RIGHT } = inputs.MouseButton;

function made(capabilities = [InputsCap.KEY_SCANCODE]) {
  const wire = new Wire();
  const { shared: common, told } = shared();
  const channel = new InputsChannel(common, 0);
  channel.attach(wire, Capabilities.of(capabilities));
  return { channel, wire, common, told };
}

test("keys go by their scancodes, the first byte lowest", () => {
  const { channel, wire } = made();
  for (const code of [0x1e, 0xe04d, 0xe11d45]) channel.key(code, true);
  assert.deepEqual(channel.keysDown, new Set([0x1e, 0xe04d, 0xe11d45]));
  channel.key(0xe04d, false);
  assert.deepEqual(wire.take(), [
    new inputs.KeyDown(0x1e),
    new inputs.KeyDown(0x4de0),
    new inputs.KeyDown(0x451de1),
    new inputs.KeyUp(0xcde0),
  ]);
});

test("what is no scancode is refused, and nothing is sent", () => {
  const { channel, wire } = made();
  for (const code of [0, 0x80, 0x9e, 0xe0, 0xe000, 0xe0cd, 0xe11d, 0x1234, 0xe2e04d, -1]) {
    assert.throws(() => channel.key(code, true), RangeError, code.toString(16));
  }
  assert.deepEqual(wire.sent, []);
});

test("a tap is one message where the server can", () => {
  const { channel, wire } = made();
  channel.tap(0xe04d);
  assert.deepEqual(wire.take(), [new inputs.KeyScancode(Uint8Array.of(0xe0, 0x4d, 0xe0, 0xcd))]);
  const plain = made([]);
  plain.channel.tap(0x1e);
  assert.deepEqual(plain.wire.take(), [new inputs.KeyDown(0x1e), new inputs.KeyUp(0x9e)]);
});

test("all that is held is released", () => {
  const { channel, wire } = made();
  channel.key(0x2a, true);
  channel.button(LEFT, true);
  channel.button(RIGHT, true);
  wire.take();
  channel.releaseAll();
  assert.deepEqual(wire.take(), [
    new inputs.KeyUp(0xaa),
    new inputs.MouseRelease(LEFT, 4),
    new inputs.MouseRelease(RIGHT, 0),
  ]);
  channel.releaseAll();
  assert.deepEqual(wire.take(), []);
});

test("motions are added up while eight are under way", async () => {
  const { channel, wire } = made();
  for (let count = 0; count < 11; count += 1) channel.move(1, -2);
  assert.equal(wire.take().length, 8);
  await wire.drive(channel, new inputs.MouseMotionAck());
  assert.deepEqual(wire.take(), [new inputs.MouseMotion(3, -6, 0)]);
});

test("where the client places the pointer, the last place counts", async () => {
  const { channel, wire, common } = made();
  common.mouseMode = MouseModeFlags.CLIENT;
  for (let x = 0; x < 10; x += 1) channel.place(x - 1, 5, 1);
  const placed = wire.take();
  assert.deepEqual(placed[0], new inputs.MousePosition(0, 5, 0, 1));
  assert.equal(placed.length, 8);
  channel.button(LEFT, true);
  assert.deepEqual(wire.take(), [
    new inputs.MousePosition(8, 5, 0, 1),
    new inputs.MousePress(LEFT, 1),
  ]);
});

test("the wheel presses its button for each step", () => {
  const { channel, wire } = made();
  channel.wheel(-1);
  channel.wheel(2.7);
  const { UP, DOWN } = inputs.MouseButton;
  assert.deepEqual(
    wire.take().filter((message) => message instanceof inputs.MousePress),
    [UP, DOWN, DOWN].map((button) => new inputs.MousePress(button, 1 << (button - 1))),
  );
});

test("locks are told, and wished for", async () => {
  const { channel, wire, told } = made();
  await wire.drive(channel, new inputs.Init(4), new inputs.KeyModifiers(6));
  assert.deepEqual(told.map(({ locks }) => locks), [4, 6]);
  assert.equal(channel.locks, 6);
  channel.switchLocks(2);
  assert.deepEqual(wire.take(), [new inputs.KeyModifiers(2)]);
});
