// Locks that the guest takes over from the user.

import assert from "node:assert/strict";
import { test } from "node:test";
import { wantedLocks } from "../../../src/piment/web/core/input/locks.js";

const [SCROLL, NUM, CAPS] = [1, 2, 4];

/** @param {...string} names of the locks that are on */
const on = (...names) => ({
  getModifierState: (/** @type {string} */ name) => names.includes(name),
});

test("Caps Lock and Num Lock become the user's, and Scroll Lock stays", () => {
  assert.equal(wantedLocks(on("CapsLock"), SCROLL | NUM, "other"), SCROLL | CAPS);
  assert.equal(wantedLocks(on("NumLock", "ScrollLock"), 0, "windows"), NUM);
  assert.equal(wantedLocks(on(), SCROLL | NUM | CAPS, "other"), SCROLL);
});

test("a Mac has no Num Lock to be followed", () => {
  assert.equal(wantedLocks(on(), NUM | CAPS, "mac"), NUM);
  assert.equal(wantedLocks(on("CapsLock"), 0, "mac"), CAPS);
});
