// What the panel of numbers makes of counts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { growth } from "../../../src/piment/web/app/statistics.js";

test("a count that begins anew has not shrunk", () => {
  assert.equal(growth(100, 140), 40);
  assert.equal(growth(100, 30), 30);
  assert.equal(growth(0, 0), 0);
});
