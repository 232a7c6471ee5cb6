// Speed of the web client's decoders beside the Rust core's, in one run.
//
// `node benches/web/decoders.js [--corpus DIR] [--json OUT]`: pictures drawn for it, or those of a
// folder, are encoded by Piment; CPU time of one thread, the median of five decodings each.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Dictionary } from "../../src/piment/web/core/decoders/glz.js";
import { inflate } from "../../src/piment/web/core/decoders/inflate.js";
import * as lz from "../../src/piment/web/core/decoders/lz.js";
import * as lz4 from "../../src/piment/web/core/decoders/lz4.js";
import * as quic from "../../src/piment/web/core/decoders/quic.js";

const ROOT = new URL("../../", import.meta.url).pathname;
const WARM_CALLS = 2; // before which code is not compiled
const CALLS = 5;
const WINDOW = 16 << 20; // pixels
const MOST_BYTES = 1 << 28; // of an inflated stream

/** How to decode the streams of a picture, by codec. */
const CODECS = {
  QUIC: ([stream]) => quic.decode(stream),
  LZ: ([stream]) => lz.decode(stream),
  LZ4: ([stream], [width, height]) => lz4.decode(stream, width, height),
  GLZ: (streams) => {
    const dictionary = new Dictionary(WINDOW);
    for (const stream of streams) dictionary.decode(stream);
  },
  "zlib-GLZ": (streams) => {
    const dictionary = new Dictionary(WINDOW);
    for (const stream of streams) {
      const size = new DataView(stream.buffer, stream.byteOffset).getUint32(0, true);
      dictionary.decode(inflate(stream.subarray(4), size, MOST_BYTES));
    }
  },
};

function median(numbers) {
  return numbers.sort((one, other) => one - other)[numbers.length >> 1];
}

function secondsOf(decode) {
  for (let call = 0; call < WARM_CALLS; call += 1) decode();
  const times = Array.from({ length: CALLS }, () => {
    const start = process.cpuUsage();
    decode();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  });
  return median(times);
}

function measured(folder) {
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  return index.map(({ codec, picture, files, pixels, size, rust }) => {
    const streams = files.map((file) => new Uint8Array(readFileSync(join(folder, file))));
    const seconds = secondsOf(() => CODECS[codec](streams, size));
    const [here, there] = [seconds, rust].map((time) => pixels / time / 1e6);
    return { codec, picture, "MPix/s": here, "Rust MPix/s": there, "times Rust": here / there };
  });
}

function means(rows) {
  return Object.keys(CODECS).map((codec) => {
    const own = rows.filter((row) => row.codec === codec);
    const sum = own.reduce((total, row) => total + Math.log(row["times Rust"]), 0);
    return { codec, picture: "geometric mean", "times Rust": Math.exp(sum / own.length) };
  });
}

function rounded(row) {
  return Object.fromEntries(
    Object.entries(row).map(([name, it]) => [
      name,
      typeof it === "number" ? Number(it.toPrecision(3)) : it,
    ]),
  );
}

const { values: options } = parseArgs({
  options: { corpus: { type: "string" }, json: { type: "string" } },
});
const folder = mkdtempSync(join(tmpdir(), "piment-decoders-"));
try {
  const more = options.corpus ? ["--corpus", options.corpus] : [];
  const python = join(ROOT, ".venv/bin/python");
  execFileSync(python, ["-m", "benches.web.streams", folder, ...more], { cwd: ROOT });
  const rows = measured(folder);
  console.table([...rows, ...means(rows)].map(rounded));
  if (options.json) writeFileSync(options.json, JSON.stringify(rows, null, 1));
} finally {
  rmSync(folder, { recursive: true });
}
