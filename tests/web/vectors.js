// The recorded vectors of tests/vectors, for the tests of decoders.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const FOLDER = new URL("../vectors/", import.meta.url);
const MANIFEST = JSON.parse(readFileSync(new URL("manifest.json", FOLDER), "utf8"));

/** @param {string} name */
export function fileOf(name) {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

/** @param {string} codec */
export function vectorsOf(codec) {
  return MANIFEST.vectors.filter((vector) => vector.codec === codec);
}

/** Return the SHA-256 of an array's bytes. */
export function digest(array) {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return createHash("sha256").update(bytes).digest("hex");
}

/** Return colours as the bytes of a kind in memory, before = what stood where nothing is coded. */
export function memoryOf(picture, type, before = 0) {
  const { pixels } = picture;
  if (pixels instanceof Uint8Array) return pixels;
  if (type === "RGB16") {
    return Uint16Array.from(
      pixels,
      (it) => ((it >>> 9) & 0x7c00) | ((it >>> 6) & 0x03e0) | ((it >>> 3) & 0x001f),
    );
  }
  if (type === "RGB24") {
    return Uint8Array.from({ length: 3 * pixels.length }, (_, at) => {
      return pixels[Math.floor(at / 3)] >>> (8 * (at % 3));
    });
  }
  return pixels.map((it) => it | before);
}

/** Return damaged copies of a stream: bytes changed, lost and added, always the same ones. */
export function* damaged(stream, count) {
  let seed = 1;
  const random = (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * below);
  };
  for (let round = 0; round < count; round += 1) {
    const bytes = Array.from(stream);
    for (let times = 1 + random(3); times > 0; times -= 1) {
      const at = random(bytes.length);
      const change = [[random(256)], [0], [255], [], [random(256), bytes[at]]][random(5)];
      bytes.splice(at, 1, ...change);
    }
    yield Uint8Array.from(bytes);
  }
}
