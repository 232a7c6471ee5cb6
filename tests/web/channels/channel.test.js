import assert from "node:assert/strict";
import { test } from "node:test";
import { Capabilities } from "../../../src/piment/web/core/capabilities.js";
import { CursorChannel } from "../../../src/piment/web/core/channels/cursor.js";
import { WaitForChannel, WaitForChannels } from "../../../src/piment/web/core/protocol/common.js";
import * as cursor from "../../../src/piment/web/core/protocol/cursor.js";
import { Wire, shared } from "./wire.js";

const init = () => {
  const shape = new cursor.Cursor(cursor.CursorFlags.NONE, null, new Uint8Array(0));
  return new cursor.Init({ x: 1, y: 1 }, 0, 0, 1, shape);
};

function made() {
  const wire = new Wire();
  const { shared: common } = shared();
  const channel = new CursorChannel(common, 0);
  channel.attach(wire, new Capabilities());
  common.progress.begin("display:0");
  return { channel, wire, common };
}

test("what has to wait for another channel waits", async () => {
  const { channel, wire, common } = made();
  const wait = new WaitForChannels([new WaitForChannel(2, 0, 5n)]);
  const driven = wire.drive(channel, wait, init());
  common.progress.done("display:0", 4n);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(channel.isVisible, false);
  common.progress.done("display:0", 5n);
  await driven;
  assert.equal(channel.isVisible, true);
});

test("a channel that is gone, or was never there, or is this one, is not waited for", async () => {
  const { channel, wire, common } = made();
  const waits = [[2, 0], [2, 7], [4, 0], [99, 0]].map((key) => new WaitForChannel(...key, 9n));
  const driven = wire.drive(channel, new WaitForChannels(waits), init());
  common.progress.end("display:0");
  await driven;
  assert.equal(channel.isVisible, true);
});

test("a channel that is closed does nothing more", async () => {
  const { channel, wire, common } = made();
  const wait = new WaitForChannels([new WaitForChannel(2, 0, 5n)]);
  const driven = wire.drive(channel, wait, init());
  channel.close("enough");
  common.progress.end("display:0");
  assert.equal(await driven, "enough");
  assert.ok(wire.isClosed);
  assert.equal(channel.isVisible, false);
});
