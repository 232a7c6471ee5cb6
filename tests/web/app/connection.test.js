// How a session comes to be, is lost, and comes back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection, STEPS, State } from "../../../src/piment/web/app/connection.js";

/** A connection, its attempts, and what it waits for. */
function connecting() {
  /** @type {any[]} */
  const attempts = [];
  /** @type {{ act: () => void, ms: number }[]} */
  const waiting = [];
  /** @type {string[]} */
  const states = [];
  const open = (/** @type {string} */ password) => {
    const attempt = { password, isClosed: false };
    const handle = {
      opened: new Promise((resolve) => Object.assign(attempt, { succeed: resolve })),
      ended: new Promise((resolve) => {
        const end = (kind) => resolve({ kind, what: kind, advice: "" });
        Object.assign(attempt, { end });
      }),
      close: () => Object.assign(attempt, { isClosed: true }),
    };
    attempts.push(attempt);
    return handle;
  };
  const later = (act, ms) => {
    const due = { act, ms };
    waiting.push(due);
    return () => {
      if (waiting.includes(due)) waiting.splice(waiting.indexOf(due), 1);
    };
  };
  const connection = new Connection(open, later, ({ state }) => states.push(state));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const elapse = () => waiting.splice(0).forEach(({ act }) => act());
  return { connection, attempts, waiting, states, turn, elapse };
}

test("a session that opens", async () => {
  const { connection, attempts, states, turn } = connecting();
  connection.start();
  attempts[0].succeed();
  await turn();
  assert.deepEqual(states, ["connecting", "open"]);
  assert.equal(connection.wasOpen, true);
  connection.start();
  assert.equal(attempts.length, 1);
});

test("a password is asked for, and kept for later", async () => {
  const { connection, attempts, turn, elapse } = connecting();
  connection.start();
  attempts[0].end("denied");
  await turn();
  assert.equal(connection.state, State.ASKING);
  assert.equal(connection.hasPassword, false);
  connection.give("wrong");
  attempts[1].end("denied");
  await turn();
  assert.equal(connection.state, State.ASKING);
  assert.equal(connection.hasPassword, true);
  connection.give("secret");
  attempts[2].succeed();
  await turn();
  attempts[2].end("lost");
  await turn();
  elapse();
  assert.deepEqual(
    attempts.map(({ password }) => password),
    ["", "wrong", "secret", "secret"],
  );
  assert.deepEqual(attempts.slice(0, 3).map(({ isClosed }) => isClosed), [true, true, true]);
});

test("what is lost comes back, soon enough to be there within three seconds", async () => {
  const { connection, attempts, waiting, turn, elapse } = connecting();
  connection.start();
  const waits = [];
  for (let time = 0; time < 9; time += 1) {
    attempts.at(-1).end("lost");
    await turn();
    assert.equal(connection.state, State.WAITING);
    waits.push(waiting[0].ms);
    elapse();
  }
  assert.ok(Math.max(...waits) <= 1500);
  assert.ok(waits[0] <= 250);
  assert.deepEqual(waits, [...waits].sort((one, other) => one - other));
  attempts.at(-1).succeed();
  await turn();
  assert.equal(connection.failures, 0);
});

test("who does not want to wait need not, and who waits can stop", async () => {
  const { connection, attempts, waiting, turn } = connecting();
  connection.start();
  attempts[0].end("lost");
  await turn();
  connection.hurry();
  assert.equal(attempts.length, 2);
  assert.equal(waiting.length, 0);
  attempts[1].end("lost");
  await turn();
  connection.stop();
  connection.hurry();
  assert.equal(connection.state, State.STOPPED);
  assert.equal(waiting.length, 0);
});

test("what makes no sense is not tried again", async () => {
  const { connection, attempts, waiting, turn } = connecting();
  connection.start();
  attempts[0].end("refused");
  await turn();
  assert.equal(connection.state, State.FAILED);
  assert.equal(connection.reason?.what, "refused");
  assert.equal(waiting.length, 0);
  connection.start();
  assert.equal(attempts.length, 2);
});

test("an attempt that was given up says nothing any more", async () => {
  const { connection, attempts, states, turn } = connecting();
  connection.start();
  connection.stop();
  attempts[0].succeed();
  attempts[0].end("lost");
  await turn();
  assert.deepEqual(states, ["connecting", "stopped"]);
  assert.equal(attempts[0].isClosed, true);
});

test("the table leads only to states that it has", () => {
  for (const next of Object.values(STEPS).flatMap((steps) => Object.values(steps))) {
    assert.ok(next in STEPS);
  }
});
