// What errors of a session mean for the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { platformOf } from "../../../src/piment/web/app/keys.js";
import { movedUrl, reasonOf } from "../../../src/piment/web/app/machine.js";
import { ConnectError, ProtocolError, Stage } from "../../../src/piment/web/core/error.js";

/** @param {string} stage @param {string | null} [code] */
const kind = (stage, code = null) =>
  reasonOf(new ConnectError(/** @type {any} */ (stage), "it", "do", code), "").kind;

test("whom a password may help is asked for one", () => {
  assert.equal(kind(Stage.AUTHENTICATION, "PERMISSION_DENIED"), "denied");
});

test("who may come back is tried again", () => {
  assert.equal(kind(Stage.CONNECT), "lost");
  assert.equal(kind(Stage.LINK), "lost");
  assert.equal(kind(Stage.LINK, "BAD_CONNECTION_ID"), "lost");
  assert.equal(kind(Stage.SESSION), "lost");
  assert.deepEqual(reasonOf(null, "it left"), { kind: "lost", what: "it left", advice: "" });
});

test("what stays as it is, is not", () => {
  assert.equal(kind(Stage.LINK, "NEED_SECURED"), "refused");
  const broken = reasonOf(new ProtocolError("nonsense"), "");
  assert.equal(broken.kind, "refused");
  assert.equal(broken.what, "nonsense");
  assert.match(broken.advice, /The server sent/);
});

test("what is our own fault is told so", (context) => {
  const told = context.mock.method(console, "error", () => {});
  const { kind: meant, advice } = reasonOf(new TypeError("oops"), "");
  assert.equal(meant, "refused");
  assert.match(advice, /a defect of this page/);
  assert.equal(told.mock.callCount(), 1);
});

test("a machine that moves", () => {
  const moved = (/** @type {string} */ url, /** @type {string | null} */ host) =>
    movedUrl(url, { host, port: 5901, tlsPort: 5902 });
  assert.equal(moved("ws://old:5900/x", "new"), "ws://new:5901/x");
  assert.equal(moved("wss://old:5900/", null), "wss://old:5902/");
  assert.equal(moved("ws://old:5900/", "::1"), "ws://[::1]:5901/");
  const here = { host: "", port: 0, tlsPort: 0 };
  assert.equal(movedUrl("ws://old:5900/", here), "ws://old:5900/");
});

test("words are sentences", () => {
  const error = new ConnectError(Stage.CONNECT, "nobody is there", "start it");
  const { what, advice } = reasonOf(error, "");
  assert.deepEqual([what, advice], ["Nobody is there.", "Start it."]);
});

test("platforms by what browsers call them", () => {
  const names = ["Win32", "MacIntel", "iPad", "Linux x86_64", ""];
  assert.deepEqual(names.map(platformOf), ["windows", "mac", "mac", "other", "other"]);
});
