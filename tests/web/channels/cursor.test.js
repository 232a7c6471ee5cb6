import assert from "node:assert/strict";
import { test } from "node:test";
import { Capabilities } from "../../../src/piment/web/core/capabilities.js";
import { CursorChannel } from "../../../src/piment/web/core/channels/cursor.js";
import { Point16 } from "../../../src/piment/web/core/protocol/common.js";
import * as cursor from "../../../src/piment/web/core/protocol/cursor.js";
import { MouseModeFlags } from "../../../src/piment/web/core/protocol/main.js";
import { Wire, shared } from "./wire.js";

const { NONE, CACHE_ME, FROM_CACHE } = cursor.CursorFlags;
const AT = new Point16(3, 4);

function made() {
  const wire = new Wire();
  const { shared: common, told } = shared();
  const channel = new CursorChannel(common, 0);
  channel.attach(wire, new Capabilities());
  return { channel, wire, common, told };
}

/** Return a shape of one pixel, or its key alone. */
function dot(flags, unique, colour = 0xff) {
  const header = new cursor.CursorHeader(unique, cursor.CursorType.ALPHA, 1, 1, 5, 0);
  const data = Uint8Array.of(colour, 0, 0, 0xff);
  return new cursor.Cursor(flags, header, flags & FROM_CACHE ? new Uint8Array(0) : data);
}

const nothing = () => new cursor.Cursor(NONE, null, new Uint8Array(0));
const init = (shape) => new cursor.Init(AT, 0, 0, 1, shape);

test("the pointer has a shape, a place, and is seen", async () => {
  const { channel, wire, told } = made();
  await wire.drive(channel, init(dot(0, 7n)));
  assert.deepEqual([...channel.shape.pixels], [0xff0000ff]);
  assert.deepEqual(channel.shape.hotSpot, { x: 1, y: 0 });
  assert.deepEqual([channel.position.x, channel.position.y, channel.isVisible], [3, 4, true]);
  await wire.drive(channel, new cursor.Hide());
  assert.equal(channel.isVisible, false);
  await wire.drive(channel, new cursor.Move(new Point16(9, 9)));
  assert.deepEqual([channel.position.x, channel.isVisible], [9, true]);
  assert.ok(told.every(({ type }) => type === "cursorChanged"));
});

test("before INIT nothing else counts", async () => {
  const { channel, wire, told } = made();
  await wire.drive(channel, new cursor.Set(AT, 1, dot(0, 7n)), new cursor.Move(AT));
  assert.equal(channel.shape, null);
  assert.deepEqual(told.map(({ what }) => what), ["Set", "Move"]);
});

test("shapes are kept, named and dropped", async () => {
  const { channel, wire, told } = made();
  await wire.drive(channel, init(dot(CACHE_ME, 7n, 1)), new cursor.Set(AT, 1, dot(0, 8n, 2)));
  await wire.drive(channel, new cursor.Set(AT, 1, dot(FROM_CACHE, 7n)));
  assert.deepEqual([...channel.shape.pixels], [0xff000001]);
  await wire.drive(channel, new cursor.InvalOne(7n), new cursor.Set(AT, 1, dot(FROM_CACHE, 7n)));
  assert.equal(told.findLast(({ type }) => type === "dropped").why, "there is no shape 7");
  await wire.drive(channel, new cursor.Set(AT, 0, nothing()));
  assert.deepEqual([channel.shape, channel.isVisible], [null, false]);
});

test("RESET and INIT forget the shapes that are kept", async () => {
  for (const forget of [new cursor.Reset(), init(nothing()), new cursor.InvalAll()]) {
    const { channel, wire, told } = made();
    const again = [init(nothing()), new cursor.Set(AT, 1, dot(FROM_CACHE, 7n))];
    await wire.drive(channel, init(dot(CACHE_ME, 7n)), forget, ...again);
    assert.ok(told.some(({ type }) => type === "dropped"), forget.constructor.name);
  }
});

test("where the client places the pointer, a shape does not move it", async () => {
  const { channel, wire, common } = made();
  common.mouseMode = MouseModeFlags.CLIENT;
  await wire.drive(channel, init(nothing()), new cursor.Set(new Point16(50, 50), 1, dot(0, 1n)));
  assert.equal(channel.position.x, 3);
});

test("too many shapes are not kept", async () => {
  const { channel, wire, told } = made();
  const shapes = Array.from({ length: 257 }, (_, at) => dot(CACHE_ME, BigInt(at + 1)));
  const sets = shapes.map((shape) => new cursor.Set(AT, 1, shape));
  await wire.drive(channel, init(nothing()), ...sets);
  const dropped = told.filter(({ type }) => type === "dropped");
  assert.match(dropped[0].why, /257 shapes of 257 pixels are to be kept, allowed are 256/);
  assert.equal(dropped.length, 1);
});
