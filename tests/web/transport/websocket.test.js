import assert from "node:assert/strict";
import { test } from "node:test";
import { WebSocketTransport } from "../../../src/piment/web/core/transport/websocket.js";

/** A browser's WebSocket, as far as a transport knows it; the test plays the server. */
class Socket {
  static made = [];
  bufferedAmount = 0;
  sent = [];
  isClosed = false;

  constructor(url, protocol) {
    if (url === "no url") throw new SyntaxError("no url");
    Object.assign(this, { url, protocol });
    Socket.made.push(this);
  }

  send(bytes) {
    this.sent.push(...bytes);
  }

  close() {
    this.isClosed = true;
  }

  says(...bytes) {
    this.onmessage({ data: Uint8Array.from(bytes).buffer });
  }
}

async function opened() {
  const opening = WebSocketTransport.open("ws://host/", Socket);
  const socket = Socket.made.at(-1);
  socket.onopen({});
  return { socket, transport: await opening };
}

test("bytes go and come, in their order, whenever they are asked for", async () => {
  const { socket, transport } = await opened();
  assert.deepEqual([socket.protocol, socket.binaryType], ["binary", "arraybuffer"]);
  transport.send(Uint8Array.of(1, 2));
  assert.deepEqual(socket.sent, [1, 2]);
  socket.says(3);
  socket.says(4, 5);
  assert.deepEqual(await transport.read(), Uint8Array.of(3));
  assert.deepEqual(await transport.read(), Uint8Array.of(4, 5));
  const later = transport.read();
  socket.says(6);
  assert.deepEqual(await later, Uint8Array.of(6));
  assert.deepEqual(transport.traffic, { read: 4, written: 2 });
  socket.bufferedAmount = 7;
  assert.equal(transport.unsent, 7);
});

test("what came before the end is read, then nothing", async () => {
  const { socket, transport } = await opened();
  socket.says(1);
  socket.onclose({ code: 1006, reason: "" });
  assert.deepEqual(await transport.read(), Uint8Array.of(1));
  assert.equal(await transport.read(), null);
  assert.equal(transport.end, "closed with code 1006");
  transport.send(Uint8Array.of(1));
  assert.deepEqual(socket.sent, []);
});

test("who reads when it is closed is told", async () => {
  const { socket, transport } = await opened();
  const reading = transport.read();
  transport.close("enough");
  assert.equal(await reading, null);
  assert.equal(transport.end, "enough");
  assert.ok(socket.isClosed);
  socket.says(1);
  assert.equal(await transport.read(), null);
});

test("text ends the connection", async () => {
  const { socket, transport } = await opened();
  socket.onmessage({ data: "text" });
  assert.equal(await transport.read(), null);
  assert.equal(transport.end, "the server sent text, not bytes");
});

test("what cannot be opened says what to do", async () => {
  const opening = WebSocketTransport.open("ws://host/", Socket);
  Socket.made.at(-1).onclose({ code: 1006, reason: "" });
  const message = "connect: ws://host/: no connection: see whether the server runs, and speaks " +
    "WebSocket there";
  await assert.rejects(opening, { name: "ConnectError", stage: "connect", message });
  await assert.rejects(WebSocketTransport.open("no url", Socket), /that is no address/);
});

test("a server that does not answer is not waited for", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const opening = WebSocketTransport.open("ws://host/", Socket);
  t.mock.timers.tick(10_000);
  await assert.rejects(opening, /no answer within 10 s/);
  assert.ok(Socket.made.at(-1).isClosed);
});
