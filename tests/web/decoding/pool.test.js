import assert from "node:assert/strict";
import { test } from "node:test";
import { Pool } from "../../../src/piment/web/core/decoding/pool.js";
import { digest } from "../vectors.js";
import { glzJobs, quicJobs } from "./jobs.js";
import { threads } from "./threads.js";

const WINDOW = 1 << 20;
const GLZ = "glz_RGB32_seq";

test("without workers all is there at once", () => {
  const pool = new Pool();
  for (const { job, digest: wanted } of quicJobs()) {
    assert.equal(digest(pool.decode(job).pixels), wanted);
  }
  const dictionary = pool.dictionary(WINDOW);
  for (const { job, digest: wanted } of glzJobs(GLZ)) {
    assert.equal(digest(dictionary.decode(0, job).pixels), wanted);
  }
});

test("in a browser there are workers, and a processor is left to the page", () => {
  const made = [];
  class Worker {
    constructor(url, options) {
      made.push([url.pathname.split("/").at(-1), options.type]);
    }
  }
  assert.ok(Pool.inBrowser() instanceof Pool); // there are none in node
  for (const [processors, count] of [[1, 1], [2, 1], [4, 3], [64, 3]]) {
    Object.defineProperty(globalThis, "navigator", {
      value: { hardwareConcurrency: processors },
      configurable: true,
    });
    globalThis.Worker = Worker;
    Pool.inBrowser();
    assert.deepEqual(made.splice(0), Array(count).fill(["worker.js", "module"]));
  }
  delete globalThis.Worker;
});

test("workers decode the same, and leave the message as it was", async () => {
  const pool = new Pool(threads(2, []));
  const jobs = quicJobs();
  const images = await Promise.all(jobs.map(({ job }) => pool.decode(job)));
  assert.ok(images.length > 3);
  images.forEach((image, at) => assert.equal(digest(image.pixels), jobs[at].digest));
  assert.ok(jobs.every(({ job }) => job.data.length > 0));
  pool.close();
});

test("images that refer to each other stay in order; the dictionary keeps its own", async () => {
  const pool = new Pool(threads(2, []));
  const dictionary = pool.dictionary(WINDOW);
  const jobs = glzJobs(GLZ);
  const images = await Promise.all(jobs.map(({ job }) => dictionary.decode(0, job)));
  images.forEach((image, at) => assert.equal(digest(image.pixels), jobs[at].digest));
  pool.close();
});

test("what is broken in a worker is as broken here", async () => {
  const pool = new Pool(threads(1, []));
  const { job } = quicJobs().find((each) => each.job.width * each.job.height >= 1 << 14);
  const cut = { ...job, data: job.data.subarray(0, 24) };
  await assert.rejects(pool.decode(cut), { name: "CodecError" });
  const { decode } = pool.dictionary(WINDOW);
  await assert.rejects(decode(0, { ...glzJobs(GLZ)[0].job, data: new Uint8Array(3) }), {
    name: "CodecError",
  });
  pool.close();
});

test("who waits when the pool closes is told", async () => {
  const pool = new Pool(threads(1, []));
  const [, { job }] = glzJobs(GLZ);
  const image = pool.dictionary(WINDOW).decode(0, job);
  pool.close();
  await assert.rejects(image, /the session is over/);
});

test("a worker that fails is no broken image", async () => {
  const [port] = threads(1, []);
  const pool = new Pool([port]);
  const image = pool.dictionary(WINDOW).decode(0, glzJobs(GLZ)[1].job);
  port.onerror({ message: "blocked by policy" });
  const failed = { name: "Error", message: /worker failed: blocked by policy/ };
  await assert.rejects(image, failed);
  await assert.rejects(pool.dictionary(WINDOW).decode(0, glzJobs(GLZ)[1].job), failed);
  pool.close();
});
