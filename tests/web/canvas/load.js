// Loads bitmaps for test_load.py: each line is a JSON list of them, each answer a line with as many
// images.

import { createInterface } from "node:readline";
import { imageOf, maskOf, withHighBits } from "../../../src/piment/web/core/canvas/load.js";
import { DrawError } from "../../../src/piment/web/core/canvas/error.js";
import * as bitmap from "../../../src/piment/web/core/decoders/bitmap.js";
import { CodecError } from "../../../src/piment/web/core/decoders/error.js";
import * as lz from "../../../src/piment/web/core/decoders/lz.js";
import * as lz4 from "../../../src/piment/web/core/decoders/lz4.js";

function pictureOf({ codec, format, flags, width, height, stride, data }) {
  const bytes = new Uint8Array(Buffer.from(data, "hex"));
  switch (codec) {
    case "lz":
      return lz.decode(bytes);
    case "lz4":
      return lz4.decode(bytes, width, height);
    default:
      return bitmap.decode({ format, flags, x: width, y: height, stride, data: bytes });
  }
}

function loaded(request) {
  const { codec, surface, palette, isMask, hasHighBits } = request;
  try {
    const picture = pictureOf(request);
    const isPlain = codec !== "lz";
    const image = isMask ? maskOf(picture) : imageOf(picture, surface, { palette, isPlain });
    const { format, width, height, pixels } = hasHighBits ? withHighBits(image) : image;
    return { format, width, height, pixels: [...pixels] };
  } catch (error) {
    const isRefused = error instanceof CodecError || error instanceof DrawError;
    return isRefused ? { error: error.message } : { crash: String(error.stack) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(JSON.parse(line).map(loaded))}\n`);
}
