// Tells for test_lines.py what programs consist of: each line is a JSON list of programs, each
// answer a line with the words and signs of each, without what lies between them.

import { createInterface } from "node:readline";
import ts from "typescript";

function wordsOf(node, file) {
  if (ts.isJSDoc(node)) return [];
  const parts = node.getChildren(file);
  return parts.length === 0 ? [node.getText(file)] : parts.flatMap((it) => wordsOf(it, file));
}

for await (const line of createInterface({ input: process.stdin })) {
  const answers = JSON.parse(line).map(({ source }) => {
    const file = ts.createSourceFile("program.js", source, ts.ScriptTarget.ES2022, true);
    return { words: wordsOf(file, file) };
  });
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
