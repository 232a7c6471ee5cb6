/** Decoders of video streams, which browsers have. */

import { CodecError } from "../core/decoders/error.js";
import { decodeJpeg } from "../core/decoding/jpeg.js";
import { VideoCodecType } from "../core/protocol/display.js";
import { MOST_FRAME_PIXELS } from "../core/protocol/limits.js";
import { turn } from "./painter.js";

/** @typedef {import("../core/display/video.js").Decoder} Decoder */
/** @typedef {import("../core/display/video.js").Picture} Picture */
/** @typedef {import("../core/display/video.js").Make} Make */

/** What WebCodecs calls the codecs; servers send the simplest forms of them. */
const NAMES = /** @type {const} */ ([
  [VideoCodecType.VP8, "vp8"],
  [VideoCodecType.VP9, "vp09.00.51.08"],
  [VideoCodecType.H264, "avc1.64003e"],
]);

const OPAQUE = 0xff000000;

const FRAME_US = 40_000; // between frames, as WebCodecs wants them to be told apart

/** Each frame of MJPEG is a picture by itself. @implements {Decoder} */
class Jpegs {
  needsAll = false;

  /**
   * @param {Uint8Array} data
   * @returns {Promise<Picture>}
   */
  async decode(data) {
    const { width, height, pixels } = await decodeJpeg(data, MOST_FRAME_PIXELS, OPAQUE);
    return { width, height, pixels: /** @type {Uint32Array} */ (pixels) };
  }

  close() {}
}

/** Frames that refer to those before them. @implements {Decoder} */
class Frames {
  needsAll = true;
  /** @type {{ resolve: (picture: Picture | null) => void, reject: (error: Error) => void }[]} */
  #waiting = [];
  #count = 0;
  #decoder;

  /** @param {string} codec */
  constructor(codec) {
    this.codec = codec;
    this.#decoder = this.#make();
  }

  /**
   * @param {Uint8Array} data
   * @returns {Promise<Picture | null>}
   */
  decode(data) {
    if (this.#decoder.state === "closed") this.#decoder = this.#make();
    return new Promise((resolve, reject) => {
      const type = this.#count === 0 || isKey(this.codec, data) ? "key" : "delta";
      this.#waiting.push({ resolve, reject });
      try {
        const timestamp = this.#count * FRAME_US;
        this.#count += 1;
        const bytes = /** @type {BufferSource} */ (data);
        this.#decoder.decode(new EncodedVideoChunk({ type, timestamp, data: bytes }));
      } catch (error) {
        this.#fail(/** @type {Error} */ (error));
      }
    });
  }

  close() {
    if (this.#decoder.state !== "closed") this.#decoder.close();
    for (const { resolve } of this.#waiting.splice(0)) resolve(null);
  }

  #make() {
    this.#count = 0;
    const decoder = new VideoDecoder({
      output: (frame) => {
        const picture = pixelsOf(frame, frame.displayWidth, frame.displayHeight);
        frame.close();
        this.#waiting.shift()?.resolve(picture);
      },
      error: (error) => this.#fail(error),
    });
    decoder.configure({ codec: this.codec, optimizeForLatency: true });
    return decoder;
  }

  /** @param {Error} error */
  #fail(error) {
    for (const { reject } of this.#waiting.splice(0)) {
      reject(new CodecError(`${this.codec}: ${error.message}`));
    }
  }
}

/**
 * Whether a frame can be decoded by itself.
 * @param {string} codec
 * @param {Uint8Array} data
 */
function isKey(codec, data) {
  if (codec === "vp8") return (data[0] & 1) === 0;
  if (codec.startsWith("vp09")) return (data[0] & 0xc4) === 0x80;
  return unitTypes(data).includes(5); // H.264's IDR
}

/**
 * Return the types of the units of a frame of H.264.
 * @param {Uint8Array} data
 */
function unitTypes(data) {
  /** @type {number[]} */
  const found = [];
  for (let at = 0; at + 3 < data.length; at += 1) {
    if (data[at] === 0 && data[at + 1] === 0 && data[at + 2] === 1) found.push(data[at + 3] & 31);
  }
  return found;
}

/**
 * Return the pixels of something that a canvas can draw, and give it up.
 * @param {VideoFrame} drawable
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
function pixelsOf(drawable, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { alpha: false, willReadFrequently: true })
  );
  context.drawImage(drawable, 0, 0);
  drawable.close();
  const words = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  turn(words, words, 0, words.length); // the exchange of red and blue is its own reverse
  return { width, height, pixels: words };
}

/** What this browser decodes, by `VideoCodecType`. @type {ReadonlyMap<number, Make>} */
export const MAKERS = new Map([
  [VideoCodecType.MJPEG, /** @type {Make} */ (() => new Jpegs())],
  ...("VideoDecoder" in globalThis
    ? NAMES.map(([type, name]) => /** @type {[number, Make]} */ ([type, () => new Frames(name)]))
    : []),
]);
