// Decodes shapes of the pointer for test_cursor.py: each line is a JSON list of cursors, each
// answer a line with as many shapes.

import { createInterface } from "node:readline";
import { decode } from "../../src/piment/web/core/cursor/shape.js";
import { understood } from "./telling.js";

function answer(json) {
  const { header, data } = understood(json);
  try {
    const { width, height, pixels, inverts, hotSpot } = decode(header, data);
    const hex = Buffer.from(pixels.buffer).toString("hex");
    return { width, height, pixels: hex, inverts: [...inverts], hotSpot: [hotSpot.x, hotSpot.y] };
  } catch (error) {
    return error.name === "ProtocolError" ? { why: error.message } : { crash: error.stack };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(JSON.parse(line).map(answer))}\n`);
}
