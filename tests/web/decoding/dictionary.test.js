import assert from "node:assert/strict";
import { test } from "node:test";
import { Dictionary } from "../../../src/piment/web/core/decoding/dictionary.js";
import { digest } from "../vectors.js";
import { glzJobs } from "./jobs.js";

const WINDOW = 1 << 20;
const GLZ = "glz_RGB32_seq";

/** Return the first image that refers to others, and those before it. */
function firstThatRefers() {
  const jobs = glzJobs(GLZ);
  const index = jobs.findIndex(({ job }) => {
    return new Dictionary(WINDOW).decode(0, job) instanceof Promise;
  });
  assert.ok(index > 0);
  return { before: jobs.slice(0, index), it: jobs[index], after: jobs.slice(index + 1) };
}

test("an image waits for those of another channel, and its own channel waits with it", async () => {
  const { before, it, after } = firstThatRefers();
  const dictionary = new Dictionary(WINDOW);
  const images = [it, ...after].map(({ job }) => dictionary.decode(1, job));
  assert.ok(images.every((image) => image instanceof Promise));
  for (const { job } of before) await dictionary.decode(0, job);
  for (const [at, image] of images.entries()) {
    assert.equal(digest((await image).pixels), [it, ...after][at].digest);
  }
});

test("an image that does not come is not waited for without end", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const image = new Dictionary(WINDOW).decode(1, firstThatRefers().it.job);
  t.mock.timers.tick(10_000);
  await assert.rejects(image, { name: "CodecError", message: /does not come within 10 s/ });
});

test("who waits when it is closed is told", async () => {
  const dictionary = new Dictionary(WINDOW);
  const image = dictionary.decode(1, firstThatRefers().it.job);
  dictionary.close();
  await assert.rejects(image, /no images come any more/);
});
