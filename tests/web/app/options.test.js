// What addresses of the page ask for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OptionError, optionsIn } from "../../../src/piment/web/app/options.js";

const PAGE = "http://127.0.0.1:8080/";

test("by default it is the page's own server", () => {
  assert.deepEqual(optionsIn(PAGE), {
    url: "ws://127.0.0.1:8080/spice",
    isOwn: true,
    viewOnly: false,
    scale: "fit",
    display: 0,
    layout: "us",
  });
  const { url } = optionsIn("https://desk.example/vm/1/?view-only#x");
  assert.equal(url, "wss://desk.example/vm/1/spice");
});

test("other servers", () => {
  const url = (/** @type {string} */ query, page = PAGE) => optionsIn(`${page}?${query}`).url;
  assert.equal(url("port=5900"), "ws://127.0.0.1:5900/");
  assert.equal(url("host=vm.example&port=5900"), "ws://vm.example:5900/");
  assert.equal(url("host=[::1]&port=5900&path=websockify"), "ws://[::1]:5900/websockify");
  assert.equal(url("host=vm&port=1&secure&path=/a?b=c"), "wss://vm:1/a?b=c");
  assert.equal(url("host=vm&port=1", "https://a/"), "wss://vm:1/");
  assert.equal(url("host=vm&port=1&secure=0", "https://a/"), "ws://vm:1/");
  assert.equal(optionsIn(`${PAGE}?port=5900`).isOwn, false);
});

test("how to show it", () => {
  const options = optionsIn(`${PAGE}?view-only&scale=1:1&display=2&layout=de`);
  assert.equal(options.viewOnly, true);
  assert.equal(options.scale, "1:1");
  assert.equal(options.display, 2);
  assert.equal(options.layout, "de");
  assert.equal(optionsIn(`${PAGE}?view-only=no`).viewOnly, false);
});

test("what cannot be", () => {
  for (const [query, told] of /** @type {const} */ ([
    ["scale=big", /scale=big is none of fit, 1:1, guest/],
    ["port=0", /port=0 is no number from 1 to 65535/],
    ["port=x", /port=x/],
    ["display=-1", /display=-1 is no number from 0 to 255/],
    ["host=a/b", /host=a\/b is no host/],
    ["host=a:1", /no host/],
    ["host=u@a", /no host/],
    ["host=", /no host/],
  ])) {
    assert.throws(() => optionsIn(`${PAGE}?${query}`), (error) => {
      assert.ok(error instanceof OptionError);
      assert.match(error.message, told);
      return true;
    });
  }
});
