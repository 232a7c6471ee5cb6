// Draws for test_canvas.py: each line is a JSON list of boards, each answer a line with as many
// results. A board has the words of a surface, and commands that are drawn on it one by one.

import { createInterface } from "node:readline";
import { DrawError } from "../../../src/piment/web/core/canvas/error.js";
import { formOf } from "../../../src/piment/web/core/canvas/format.js";
import { putFrame } from "../../../src/piment/web/core/canvas/frame.js";
import { Surface } from "../../../src/piment/web/core/canvas/surface.js";

/** Words of pixels, as hexadecimal digits of their bytes. */
function wordsOf({ format, words }) {
  const bytes = new Uint8Array(Buffer.from(words, "hex"));
  const { constructor: Words } = formOf(format).words(0);
  return new Words(bytes.buffer);
}

/** A value of a command; images have names, and one is the surface itself. */
function understood(json, surface, images) {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map((item) => understood(item, surface, images));
  if ("bytes" in json) return new Uint8Array(Buffer.from(json.bytes, "hex"));
  if ("image" in json) return json.image === 0 ? surface.image() : images[json.image];
  const fields = Object.entries(json);
  return Object.fromEntries(fields.map(([name, it]) => [name, understood(it, surface, images)]));
}

function step(surface, json, images) {
  const command = understood(json, surface, images);
  const told = () => Buffer.from(surface.words.buffer).toString("hex");
  try {
    const { kind, frame, dest, clip } = command;
    const rects = kind === "frame" ? putFrame(surface, frame, dest, clip) : surface.draw(command);
    return { words: told(), rects: rects.map((it) => [it.left, it.top, it.right, it.bottom]) };
  } catch (error) {
    if (error instanceof DrawError) return { words: told(), error: error.message };
    return { crash: String(error.stack) };
  }
}

function drawn({ width, height, format, words, images, commands }) {
  const surface = new Surface(width, height, format);
  surface.words.set(wordsOf({ format, words }));
  const pictures = Object.fromEntries(
    Object.entries(images).map(([id, it]) => [id, { ...it, pixels: wordsOf(it) }]),
  );
  return commands.map((command) => step(surface, command, pictures));
}

for await (const line of createInterface({ input: process.stdin })) {
  const boards = JSON.parse(line);
  const answers = boards.map((board) => {
    const steps = drawn(board);
    const crash = steps.find((it) => "crash" in it);
    return crash ?? { steps };
  });
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
