// Follows display channels for test_display.py: each line is a JSON list of connections, each
// answer a line with what their surfaces show.

import { createInterface } from "node:readline";
import { Capabilities } from "../../src/piment/web/core/capabilities.js";
import { DisplayChannel } from "../../src/piment/web/core/channels/display.js";
import { CodecError } from "../../src/piment/web/core/decoders/error.js";
import { Pool } from "../../src/piment/web/core/decoding/pool.js";
import { Dialogue } from "../../src/piment/web/core/dialogue.js";
import { Video } from "../../src/piment/web/core/display/video.js";
import { DisplayCap } from "../../src/piment/web/core/protocol/capabilities.js";
import { SurfaceFmt, VideoCodecType } from "../../src/piment/web/core/protocol/display.js";
import { Shared } from "../../src/piment/web/core/shared.js";
import { Conversation } from "../../src/piment/web/core/transport/conversation.js";
import { filmDecoder, knowFiles } from "./browser.js";
import { threads } from "./decoding/threads.js";

const HIGHEST = 6; // id of a surface

/** Says what was recorded, and then leaves. */
class Recorded {
  traffic = { read: 0, written: 0 };
  unsent = 0;
  end = "it is over";

  constructor(chunks) {
    this.chunks = chunks.map((chunk) => new Uint8Array(Buffer.from(chunk, "hex")));
  }

  send() {}

  close() {
    this.chunks = [];
  }

  async read() {
    return this.chunks.shift() ?? null;
  }
}

/** A copy of the screen that is painted where damage says so. */
class Shadow {
  pixels = new Uint32Array(0);

  constructor(display) {
    this.display = display;
  }

  follow({ type }) {
    const { primary } = this.display;
    if (type === "screenCreated") this.pixels = primary.pixels.slice();
    if (type !== "damaged") return;
    queueMicrotask(() => this.paint());
  }

  paint() {
    const rects = this.display.damage.take();
    if (rects.length === 0) return;
    const { width, pixels } = this.display.primary;
    for (const { left, top, right, bottom } of rects) {
      for (let y = top; y < bottom; y += 1) {
        const [start, end] = [y * width + left, y * width + right];
        this.pixels.set(pixels.subarray(start, end), start);
      }
    }
  }

  get isRight() {
    const { primary } = this.display;
    if (primary === null) return true;
    const { pixels, format } = primary; // pads may change anywhere (wire.md 19.1)
    const mask = format === SurfaceFmt.FMT_32_xRGB ? 0xffffff : -1;
    return this.pixels.every((pixel, at) => ((pixel ^ pixels[at]) & mask) === 0);
  }
}

function shown({ surfaces }) {
  const found = {};
  for (let id = 0; id <= HIGHEST; id += 1) {
    try {
      const { width, height, format, words } = surfaces.get(id);
      const bytes = Buffer.from(words.buffer).toString("hex");
      found[id] = { width, height, format, words: bytes };
    } catch (error) {
      if (error.name !== "ProtocolError") throw error;
    }
  }
  return found;
}

async function follow({ chunks, files, workers }) {
  knowFiles(files);
  const makers = new Map([
    [VideoCodecType.MJPEG, () => filmDecoder(files)],
    [VideoCodecType.VP8, () => ({ ...filmDecoder([]), decode: async () => broken() })],
  ]);
  const shared = new Shared(new Pool(threads(workers, files)), new Video(makers));
  const display = new DisplayChannel(shared, 0);
  const shadow = new Shadow(display);
  const drops = [];
  shared.listen((event) => shadow.follow(event));
  shared.listen(({ type, what, why }) => type === "dropped" && drops.push(`${what}: ${why}`));
  const conversation = new Conversation(
    new Recorded(chunks), new Dialogue("display", true), new Uint8Array(0),
  );
  display.attach(conversation, Capabilities.of([DisplayCap.MONITORS_CONFIG]));
  let failure = null;
  try {
    await display.run();
    await display.settled();
  } catch (error) {
    if (!["ProtocolError", "CodecError"].includes(error.name)) throw error;
    failure = error.message;
  }
  shadow.paint();
  const result = {
    failure,
    drops,
    surfaces: shown(display),
    isMarked: display.isMarked,
    dropped: display.dropped,
    seen: Object.fromEntries(display.imagesSeen),
    isShadowRight: shadow.isRight,
  };
  shared.close();
  return result;
}

function broken() {
  throw new CodecError("broken");
}

for await (const line of createInterface({ input: process.stdin })) {
  const answers = [];
  for (const request of JSON.parse(line)) {
    answers.push(await follow(request).catch((error) => ({ crash: error.stack })));
  }
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
