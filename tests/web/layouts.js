// Answers lines of JSON about layouts: see node.py.

import { createInterface } from "node:readline";
import { Layout, NAMES } from "../../src/piment/web/core/input/layout.js";

/** @param {{ layout?: string, chars?: string }} request */
function answer({ layout, chars = "" }) {
  if (layout === undefined) return { names: NAMES.map(({ name }) => name) };
  const known = new Layout(layout);
  return {
    strokes: [...chars].map((char) => {
      const { strokes, missing } = known.strokes(char);
      return missing.length > 0 ? null : strokes.map(({ key, held }) => [key, held]);
    }),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(JSON.parse(line).map(answer)));
}
