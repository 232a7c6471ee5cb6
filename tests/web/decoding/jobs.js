// Jobs of decoding: images of the recorded vectors.

import { jobOf } from "../../../src/piment/web/core/decoding/job.js";
import { Palettes } from "../../../src/piment/web/core/display/palettes.js";
import { SurfaceFmt } from "../../../src/piment/web/core/protocol/display.js";
import { GlzRgb, Image, Quic } from "../../../src/piment/web/core/protocol/image.js";
import { fileOf, vectorsOf } from "../vectors.js";

/** Return the job of an image on a screen. */
export function jobFor(payload, width, height) {
  const image = new Image(0n, 0, width, height, payload);
  return jobOf(image, SurfaceFmt.FMT_32_xRGB, false, new Palettes());
}

/** Return jobs of QUIC images, each with the digest of its pixels. */
export function quicJobs() {
  return vectorsOf("QUIC").flatMap((vector) => {
    const { compressed, width, height, type, decoded_rgb32_sha256: digest } = vector;
    if (type !== "RGB32") return [];
    return [{ job: jobFor(new Quic(fileOf(compressed)), width, height), digest }];
  });
}

/** Return the jobs of a sequence of GLZ images, each with the digest of its pixels. */
export function glzJobs(name) {
  const vector = vectorsOf("GLZ").find((each) => each.name === name);
  const streams = fileOf(vector.compressed);
  return vector.images.map((image) => {
    const { compressed_offset: start, compressed_size: size, width, height } = image;
    const data = streams.subarray(start, start + size);
    const job = jobFor(new GlzRgb(data), width, height);
    return { job, digest: image.decoded_rgb32_sha256 };
  });
}
