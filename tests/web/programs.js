// Tells for test_comments.py what programs are without any comment: each line is a JSON list of
// programs, each answer a line with as many.

import { createInterface } from "node:readline";
import ts from "typescript";

const compilerOptions = { removeComments: true, target: ts.ScriptTarget.ES2022 };

for await (const line of createInterface({ input: process.stdin })) {
  const answers = JSON.parse(line).map(({ source }) => {
    return { program: ts.transpileModule(source, { compilerOptions }).outputText };
  });
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
