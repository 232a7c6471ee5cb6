import assert from "node:assert/strict";
import { test } from "node:test";
import { Capabilities } from "../../../src/piment/web/core/capabilities.js";
import { DisplayChannel } from "../../../src/piment/web/core/channels/display.js";
import { Pool } from "../../../src/piment/web/core/decoding/pool.js";
import { DisplayCap } from "../../../src/piment/web/core/protocol/capabilities.js";
import { Point, Rect, WaitForChannel } from "../../../src/piment/web/core/protocol/common.js";
import * as display from "../../../src/piment/web/core/protocol/display.js";
import {
  DrawCopy, DrawFill, QMask, Ropd, Solid,
} from "../../../src/piment/web/core/protocol/draw.js";
import * as images from "../../../src/piment/web/core/protocol/image.js";
import { glzJobs, quicJobs } from "../decoding/jobs.js";
import { threads } from "../decoding/threads.js";
import { Wire, shared } from "./wire.js";

const { FMT_32_xRGB } = display.SurfaceFmt;
const { CACHE_ME } = images.ImageFlags;
const NO_MASK = new QMask(0, new Point(0, 0), null);
const ALL = new Rect(0, 0, 99, 99);

function made({ pool, capabilities = [DisplayCap.MONITORS_CONFIG] } = {}) {
  const { shared: common, told } = shared(pool);
  const open = (id) => {
    const wire = new Wire();
    const channel = new DisplayChannel(common, id);
    common.progress.begin(channel.name);
    channel.attach(wire, Capabilities.of(capabilities));
    return { channel, wire };
  };
  const types = () => told.map(({ type }) => type);
  return { ...open(0), common, told, types, open };
}

const create = (width = 4, height = 3, id = 0) =>
  new display.SurfaceCreate(id, width, height, FMT_32_xRGB, 0);
const fill = (colour, box = ALL) =>
  new DrawFill(0, box, null, new Solid(colour), Ropd.OP_PUT, NO_MASK);

function copy(payload, { id = 0n, flags = 0, width = 1, height = 1 } = {}) {
  const image = new images.Image(id, flags, width, height, payload);
  const box = new Rect(0, 0, height, width);
  return new DrawCopy(0, box, null, image, box, Ropd.OP_PUT, 1, NO_MASK);
}

function dot(colour) {
  const data = Uint8Array.of(colour, 0, 0, 0);
  return new images.Bitmap(images.BitmapFmt.FMT_32BIT, 4, 1, 1, 4, null, null, data);
}

test("it says first what the server waits for", () => {
  const { wire } = made();
  assert.deepEqual(wire.take(), [new display.Init(1, 20971520n, 1, 3145728)]);
});

test("a screen comes, is shown, changes and goes", async () => {
  const { channel, wire, types } = made();
  const head = new display.Head(0, 0, 4, 3, 0, 0, 0);
  const config = new display.MonitorsConfig(1, [head]);
  await wire.drive(channel, create(), fill(5), config, new display.Mark());
  assert.deepEqual(types(), ["screenCreated", "damaged", "monitorsChanged", "screenShown"]);
  assert.ok(channel.isMarked);
  assert.deepEqual(channel.heads, [head]);
  assert.deepEqual(channel.damage.take(), [{ left: 0, top: 0, right: 4, bottom: 3 }]);
  assert.equal(channel.primary.pixels[11], 5);
  await wire.drive(channel, new display.Reset());
  assert.deepEqual([channel.isMarked, channel.primary.pixels[11]], [false, 0]);
  await wire.drive(channel, new display.SurfaceDestroy(0), fill(5));
  assert.deepEqual(types().slice(-2), ["screenGone", "dropped"]);
  assert.equal(channel.dropped, 1);
});

test("a server that does not tell of monitors has one", async () => {
  const { channel, wire } = made({ capabilities: [] });
  await wire.drive(channel, create(8, 6));
  assert.deepEqual(channel.heads, [new display.Head(0, 0, 8, 6, 0, 0, 0)]);
});

test("a screen that is told again keeps what it shows", async () => {
  const { channel, wire, types } = made();
  await wire.drive(channel, create(), fill(5), create());
  assert.equal(channel.primary.pixels[0], 5);
  assert.equal(types().filter((type) => type === "screenCreated").length, 1);
});

test("compressions are wished for where the server takes wishes", () => {
  const { channel, wire } = made({ capabilities: [DisplayCap.PREF_COMPRESSION] });
  wire.take();
  channel.prefer(images.ImageCompression.LZ);
  assert.deepEqual(wire.take(), [new display.PreferredCompression(6)]);
});

test("what workers decode is drawn in order, and counts only when it is drawn", async () => {
  const pool = new Pool(threads(2, []));
  const { channel, wire, common } = made({ pool });
  const { job } = quicJobs().find((each) => each.job.width * each.job.height >= 1 << 14);
  const { width, height, data } = job;
  await wire.drive(
    channel,
    create(width, height),
    copy(new images.Quic(data), { width, height }),
    fill(7, new Rect(0, 0, 1, 1)),
  );
  assert.ok(!common.progress.hasReached("display:0", 2n));
  await channel.settled();
  assert.ok(common.progress.hasReached("display:0", 3n));
  assert.equal(channel.primary.pixels[0], 7);
  assert.ok(channel.primary.pixels.slice(1).some((pixel) => pixel !== 0));
  common.close();
});

test("an image of another channel is waited for; without others it is an error", async () => {
  const { channel, wire, told, open } = made();
  const named = copy(new images.FromCache(), { id: 9n });
  await wire.drive(channel, create(), named);
  assert.match(told.at(-1).why, /image 9 is not in the cache/);
  const other = open(1);
  await wire.drive(channel, named);
  assert.equal(channel.primary.pixels[0], 0);
  await other.wire.drive(other.channel, create(), copy(dot(3), { id: 9n, flags: CACHE_ME }));
  await channel.settled();
  assert.equal(channel.primary.pixels[0], 3);
});

test("all images are dropped when the channels that are named have come so far", async () => {
  const { channel, wire, common, open } = made();
  open(1);
  await wire.drive(channel, create(), copy(dot(3), { id: 9n, flags: CACHE_ME }));
  const drop = new display.InvalAllPixmaps([new WaitForChannel(2, 1, 5n)]);
  const driven = wire.drive(channel, drop);
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(common.displayMemory.pixmaps.find(9n, false) !== null);
  common.progress.done("display:1", 5n);
  await driven;
  assert.equal(common.displayMemory.pixmaps.find(9n, false), null);
});

test("a broken image of the dictionary ends the channel, with workers and without", async () => {
  const [{ job }] = glzJobs("glz_RGB32_seq");
  for (const count of [0, 1]) {
    const { channel, wire, common } = made({ pool: new Pool(threads(count, [])) });
    const { width, height, data } = job;
    const broken = copy(new images.GlzRgb(data.subarray(0, 40)), { width, height });
    const ended = wire.drive(channel, create(), broken).then(() => channel.settled());
    await assert.rejects(ended, { name: "CodecError" });
    common.close();
  }
});
