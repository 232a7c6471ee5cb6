import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, difference } from "../../../src/piment/web/core/clock.js";
import { CodecError } from "../../../src/piment/web/core/decoders/error.js";
import { Backlog } from "../../../src/piment/web/core/display/backlog.js";
import { Report, cannotDecode } from "../../../src/piment/web/core/display/report.js";
import { Streams } from "../../../src/piment/web/core/display/streams.js";
import { Video } from "../../../src/piment/web/core/display/video.js";
import * as display from "../../../src/piment/web/core/protocol/display.js";

const { MJPEG, VP8, VP9 } = display.VideoCodecType;
const DEST = { left: 0, top: 0, right: 2, bottom: 2 };

/** A decoder of frames that are a colour; 0 gives no picture, 255 is broken. */
class Colours {
  needsAll = false;
  isClosed = false;
  decoded = 0;

  async decode([colour]) {
    this.decoded += 1;
    if (colour === 255) throw new CodecError("broken");
    const pixels = Uint32Array.of(colour, colour, 0, 0);
    return colour === 0 ? null : { width: 2, height: 2, pixels };
  }

  close() {
    this.isClosed = true;
  }
}

function made(needsAll = false) {
  const decoders = [];
  const make = () => {
    decoders.push(Object.assign(new Colours(), { needsAll }));
    return decoders.at(-1);
  };
  const reports = [];
  const clock = new Clock();
  const video = new Video(new Map([[MJPEG, make]]));
  const streams = new Streams(clock, video, (report) => reports.push(report));
  return { streams, reports, decoders, clock };
}

const create = (id, codec = MJPEG, flags = 1) =>
  new display.StreamCreate(0, id, flags, codec, 0n, 2, 2, 2, 2, DEST, null);
const frame = (id, colour, time = 0) => new display.StreamData(id, time, Uint8Array.of(colour));

test("frames become pictures with a place, the lowest row first if they are coded so", async () => {
  const { streams } = made();
  streams.create(create(1));
  streams.create(create(2, MJPEG, 0));
  const [one, other] = [streams.frame(frame(1, 7)), streams.frame(frame(2, 7))];
  assert.deepEqual(one.place, { surfaceId: 0, dest: DEST, clip: null });
  assert.deepEqual([...(await one.picture).pixels], [7, 7, 0, 0]);
  assert.deepEqual([...(await other.picture).pixels], [0, 0, 7, 7]);
  streams.clip(new display.StreamClip(1, { rects: [DEST] }));
  assert.deepEqual(streams.frame(frame(1, 7)).place.clip, [DEST]);
  const sized = new display.StreamDataSized(1, 0, 2, 2, { ...DEST, right: 9 }, Uint8Array.of(1));
  assert.equal(streams.frame(sized).place.dest.right, 9);
});

test("frames without a picture, and broken ones, show nothing", async () => {
  const { streams } = made();
  const stream = streams.create(create(1));
  assert.equal(await streams.frame(frame(1, 0)).picture, null);
  assert.equal(await streams.frame(frame(1, 255)).picture, null);
  assert.deepEqual([stream.frames, stream.broken], [2, 1]);
});

test("a frame that a decoder keeps back is not waited for", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { streams, decoders } = made();
  streams.create(create(1));
  decoders[0].decode = () => new Promise(() => {});
  const { picture } = streams.frame(frame(1, 7));
  t.mock.timers.tick(500);
  assert.equal(await picture, null);
});

test("the server is told once of a stream that is unknown here, or cannot be decoded", () => {
  const { streams, reports } = made();
  assert.equal(streams.create(create(3, VP9)), null);
  for (let count = 0; count < 3; count += 1) assert.equal(streams.frame(frame(3, 1)), null);
  streams.activateReport(new display.StreamActivateReport(9, 1, 5, 1000));
  assert.deepEqual(reports, [cannotDecode(3), cannotDecode(9)]);
  streams.destroy(3);
  streams.frame(frame(3, 1));
  assert.equal(reports.length, 3);
  assert.throws(() => streams.create(create(64)), /stream 64, the highest id is 63/);
});

test("decoders end with their streams", () => {
  const { streams, decoders } = made();
  for (const id of [1, 1, 2]) streams.create(create(id));
  assert.ok(decoders[0].isClosed);
  assert.equal(streams.destroy(5), false);
  assert.deepEqual(streams.clear(), [1, 2]);
  assert.ok(decoders.every(({ isClosed }) => isClosed));
});

test("late frames are skipped, and still decoded where others refer to them", async () => {
  for (const needsAll of [false, true]) {
    const { streams, decoders, clock } = made(needsAll);
    clock.set(10_000);
    const stream = streams.create(create(1));
    streams.frame(frame(1, 7, 10_000));
    const late = streams.frame(frame(1, 7, 9_000));
    assert.equal(needsAll ? await late.picture : late, null);
    assert.deepEqual([stream.skipped, decoders[0].decoded], [1, needsAll ? 2 : 1]);
    assert.ok(stream.lastMargin < -900);
  }
});

test("only what lies far behind the best is a backlog, and not for long", () => {
  const backlog = new Backlog();
  assert.equal(backlog.has(0, 1000), false);
  assert.equal(backlog.has(-200, 1010), false);
  assert.equal(backlog.has(-201, 1020), true);
  assert.equal(backlog.has(-300, 1600), false); // half a second without a picture
  assert.equal(backlog.has(-400, 1610), false); // from then on, that is how late they come
});

test("a report is due after so many frames, so long a time, or three late ones", () => {
  const wanted = new display.StreamActivateReport(1, 42, 5, 1000);
  const many = new Report(wanted);
  const due = [0, 1, 2, 3, 4].map((at) => many.frame(100 + at, 90));
  assert.deepEqual(due.slice(0, 4), [null, null, null, null]);
  assert.deepEqual(due[4], new display.StreamReport(1, 42, 100, 104, 5, 0, 14, 0xffffffff));
  const long = new Report(wanted);
  assert.equal(long.frame(5000, 4000), null);
  assert.equal(long.frame(6000, 5000).num_frames, 2);
  const late = new Report(wanted);
  const last = [1, 2, 3].map(() => late.frame(100, 200)).at(-1);
  assert.deepEqual([last.num_drops, last.last_frame_delay], [3, -100]);
});

test("what is decoded is announced", () => {
  const video = new Video(new Map([VP8, VP9].map((codec) => [codec, () => new Colours()])));
  assert.deepEqual(video.capabilities.words, [(1 << 8) | (1 << 10) | (1 << 13)]);
  assert.equal(video.decoder(MJPEG), null);
});

test("times wrap at 32 bits", () => {
  assert.equal(difference(5, 2 ** 32 - 5), 10);
  assert.equal(difference(2 ** 32 - 5, 5), -10);
});
