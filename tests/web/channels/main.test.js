import assert from "node:assert/strict";
import { test } from "node:test";
import { Capabilities } from "../../../src/piment/web/core/capabilities.js";
import { MainChannel } from "../../../src/piment/web/core/channels/main.js";
import { readAnnounceCapabilities } from "../../../src/piment/web/core/protocol/agent.js";
import { MessageType } from "../../../src/piment/web/core/protocol/agent.js";
import * as common from "../../../src/piment/web/core/protocol/common.js";
import * as main from "../../../src/piment/web/core/protocol/main.js";
import { unpack } from "../../../src/piment/web/core/wire/reader.js";
import { piecesOf } from "../../../src/piment/web/core/agent/stream.js";
import { Wire, shared } from "./wire.js";

const { SERVER, CLIENT } = main.MouseModeFlags;
const HEADER = 20; // bytes of an agent message

function made() {
  const wire = new Wire();
  const { shared: common_, told } = shared();
  const asked = [];
  const owner = {
    initialised: (id) => asked.push(["initialised", id]),
    offered: (offer) => asked.push(["offered", offer.length]),
  };
  const channel = new MainChannel(common_, owner);
  channel.attach(wire, new Capabilities());
  return { channel, wire, shared: common_, told, asked };
}

const init = ({ modes = 3, mode = SERVER, agent = 0, tokens = 10 } = {}) =>
  new main.Init(0x1234, 1, modes, mode, agent, tokens, 5000, 64 << 20);

const text = (words) => new Uint8Array(Buffer.from(words));

test("a session begins with its id, its clock and its mouse mode", async () => {
  const { channel, wire, asked, shared: common_, told } = made();
  const offer = new main.ChannelsList([new main.ChannelId(2, 0)]);
  await wire.drive(channel, init(), offer, new main.MouseMode(3, CLIENT));
  assert.deepEqual(asked, [["initialised", 0x1234], ["offered", 1]]);
  assert.equal(common_.ramHint, 64 << 20);
  assert.ok(common_.clock.now - 5000 < 1000);
  assert.deepEqual(wire.take(), [new main.MouseModeRequest(CLIENT)]);
  assert.equal(common_.mouseMode, CLIENT);
  assert.deepEqual(told.map(({ current }) => current), [SERVER, CLIENT]);
  channel.wantMouseMode(SERVER);
  assert.deepEqual(wire.take(), [new main.MouseModeRequest(SERVER)]);
});

test("a mode that the server does not have is not asked for", async () => {
  const { channel, wire } = made();
  await wire.drive(channel, init({ modes: SERVER }));
  assert.deepEqual(wire.take(), []);
});

test("the machine has a name and a UUID", async () => {
  const { channel, wire, told } = made();
  const uuid = Uint8Array.from({ length: 16 }, (_, at) => at);
  await wire.drive(channel, new main.Name(text("tiny")), new main.Uuid(uuid));
  assert.deepEqual(told.at(-1), {
    type: "identified",
    name: "tiny",
    uuid: "00010203-0405-0607-0809-0a0b0c0d0e0f",
  });
});

test("a server that moves names the place", async () => {
  const { channel, wire, told } = made();
  await wire.drive(
    channel,
    new main.MigrateSwitchHost(5900, 5901, text("other"), null),
    new main.MigrateSwitchHost(5900, 0, null, null),
  );
  assert.deepEqual(told, [
    { type: "switchHost", host: "other", port: 5900, tlsPort: 5901 },
    { type: "switchHost", host: null, port: 5900, tlsPort: 0 },
  ]);
});

test("what the server has to say to the user is told", async () => {
  const { channel, wire, told } = made();
  await wire.drive(channel, new common.Notify(0n, 1, 2, 0, text("insecure")));
  assert.deepEqual(told, [{ type: "notified", severity: "warn", text: "insecure" }]);
});

test("the agent is spoken with as long as there is credit", async () => {
  const { channel, wire, told } = made();
  await wire.drive(channel, init({ modes: SERVER, agent: 1, tokens: 2 }));
  const [start, announce] = wire.take();
  assert.deepEqual(start, new main.AgentStart(0xffffffff));
  const { request } = unpack(readAnnounceCapabilities, announce.data.subarray(HEADER), "");
  assert.equal(request, 1);
  assert.deepEqual(told.at(-1), { type: "agentChanged", isConnected: true });
  const screen = { x: 0, y: 0, width: 800, height: 600 };
  assert.ok(channel.agent.configureMonitors([screen]));
  assert.ok(channel.agent.configureMonitors([screen]));
  assert.equal(wire.take().length, 1);
  await wire.drive(channel, new main.AgentToken(5));
  const [config] = wire.take();
  assert.deepEqual([...config.data.subarray(HEADER)].filter((byte) => byte > 0), [
    ...[1, 0x58, 0x02, 0x20, 0x03, 32],
  ]);
  await wire.drive(channel, new main.AgentDisconnected(0));
  assert.deepEqual(told.at(-1), { type: "agentChanged", isConnected: false });
  assert.equal(channel.agent.configureMonitors([screen]), false);
});

test("the agent says what it can do, however it is cut, and asks for the same", async () => {
  const { channel, wire } = made();
  await wire.drive(channel, init({ modes: SERVER, agent: 1 }));
  wire.take();
  const body = Uint8Array.of(1, 0, 0, 0, 2, 16, 0, 0);
  const [piece] = piecesOf(MessageType.ANNOUNCE_CAPABILITIES, body);
  const halves = [piece.subarray(0, 7), piece.subarray(7)];
  await wire.drive(channel, ...halves.map((half) => new main.AgentData(half)));
  assert.ok(channel.agent.capabilities.has(1));
  assert.ok(channel.agent.capabilities.has(12));
  const [answer] = wire.take();
  assert.equal(answer.data[HEADER], 0);
});

test("broken agent messages are dropped, what is none ends the session", async () => {
  const { channel, wire, told } = made();
  await wire.drive(channel, init({ modes: SERVER, agent: 1 }));
  const [short] = piecesOf(MessageType.ANNOUNCE_CAPABILITIES, Uint8Array.of(1));
  await wire.drive(channel, new main.AgentData(short));
  assert.match(told.at(-1).why, /AnnounceCapabilities.request: needs 4 bytes/);
  const strange = new main.AgentData(Uint8Array.from({ length: 20 }, () => 2));
  await assert.rejects(wire.drive(channel, strange), /agent protocol 33686018/);
});

test("long agent messages are cut into pieces, each with its token", () => {
  const pieces = piecesOf(MessageType.CLIPBOARD, new Uint8Array(5000));
  assert.deepEqual(pieces.map(({ length }) => length), [2048, 2048, 924]);
});

test("a message that has no place here is told, and ignored", async () => {
  const { channel, wire, told } = made();
  const end = await wire.drive(channel, new main.MigrateCancel());
  assert.equal(end, "the server left");
  assert.equal(told[0].what, "MigrateCancel");
});
