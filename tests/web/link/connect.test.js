import assert from "node:assert/strict";
import { test } from "node:test";
import { Capabilities } from "../../../src/piment/web/core/capabilities.js";
import { connect } from "../../../src/piment/web/core/link/connect.js";
import { Server, reply } from "./server.js";

const SASL_ALONE = 0b1101;

/** Ask a server for its display. */
const ask = (server, password = "") =>
  connect({
    channel: "display",
    id: 1,
    connectionId: 7,
    capabilities: new Capabilities(),
    password,
    dial: async () => server,
  });

test("a channel is linked", async () => {
  const server = new Server();
  const { conversation } = await ask(server);
  assert.ok(conversation.dialogue.isMini);
  assert.equal(server.end, "");
});

test("what comes behind the link stage is not lost", async () => {
  const server = new Server([reply(), Buffer.from([0, 0, 0, 0, 102, 0, 0, 0, 0, 0])]);
  const { conversation } = await ask(server);
  const [event] = await conversation.read();
  assert.equal(event.message.constructor.name, "Mark");
});

test("a server that says nothing is not waited for", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const server = new Server([]);
  const asking = ask(server);
  await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(15_000);
  await assert.rejects(asking, {
    name: "ConnectError",
    stage: "link",
    message: /display:1: the server did not answer within 15 s/,
  });
  assert.equal(server.end, "closed");
});

test("a server that leaves, or is none, is told", async () => {
  const server = new Server([]);
  const asking = ask(server);
  server.close("closed with code 1006");
  await assert.rejects(asking, /the server left without a word/);
  await assert.rejects(ask(new Server([Buffer.alloc(194)])), /the peer speaks no SPICE/);
});

test("a server that wants SASL is told, and what to do", async () => {
  const message =
    "link: display:1: the server wants SASL, which this client does not do: " +
    "let the server take a password alone";
  await assert.rejects(ask(new Server([reply(SASL_ALONE)])), { message });
});

test("a connection is closed when the password cannot be", async () => {
  const server = new Server();
  await assert.rejects(ask(server, "x".repeat(61)), { stage: "authentication" });
  assert.equal(server.end, "closed");
});
