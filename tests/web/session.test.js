import assert from "node:assert/strict";
import { test } from "node:test";
import { Session } from "../../src/piment/web/core/session.js";
import { Server } from "./link/server.js";

/** Begin to open a session; `servers` has the server's end of each connection. */
function opening() {
  const servers = [];
  const dial = async () => {
    servers.push(new Server());
    return servers.at(-1);
  };
  const session = new Session({ url: "", dial });
  const told = [];
  session.listen((event) => told.push(event.type));
  return { session, servers, told, opened: session.open() };
}

/** Let all that can go on go on, until the main channel is open. */
async function linked(told) {
  while (!told.includes("channelOpened")) await new Promise((resolve) => setImmediate(resolve));
}

test("a server that names no channels is not waited for", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { servers, told, opened } = opening();
  await linked(told);
  t.mock.timers.tick(15_000);
  await assert.rejects(opened, { stage: "session", message: /did not name its channels/ });
  assert.equal(servers[0].end, "it was not opened");
  assert.ok(!told.includes("disconnected"));
});

test("a session that is closed before it is open is not opened", async () => {
  const { session, servers, told, opened } = opening();
  await linked(told);
  session.close();
  await assert.rejects(opened, { stage: "session", message: /session: closed: connect again/ });
  assert.equal(servers[0].end, "closed");
  session.close();
  assert.equal(session.endReason, "closed");
});

test("a server that makes displays is not left at once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { session, servers, told, opened } = opening();
  await linked(told);
  const list = Buffer.from([104, 0, 6, 0, 0, 0, 1, 0, 0, 0, 2, 0]); // a display
  servers[0].says(list);
  await opened;
  session.close();
  session.close();
  assert.equal(session.endReason, null);
  t.mock.timers.tick(1000);
  assert.deepEqual(servers.map(({ end }) => end), ["closed", "closed"]);
  assert.deepEqual(told.filter((type) => type === "disconnected"), ["disconnected"]);
});

test("a session that is closed while it is linked leaves no connection", async () => {
  const { session, servers, opened } = opening();
  session.close();
  await assert.rejects(opened, /it has ended meanwhile/);
  assert.equal(servers[0].end, "closed");
});
