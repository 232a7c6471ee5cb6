/** The GLZ dictionary that the display channels of a session share (wire.md 14.4). */

import { CodecError } from "../decoders/error.js";
import * as glz from "../decoders/glz.js";
import { inflate } from "../decoders/inflate.js";
import { loaded } from "./decode.js";

/** @typedef {import("./job.js").Job} Job */
/** @typedef {import("../canvas/types.js").Image} Image */

/** What a pixel takes at most in a GLZ stream; such streams may come within zlib. */
const MOST_BYTES_PER_PIXEL = 5;

/** How long an image of another channel may take to come: far longer than any queue on the way. */
const PATIENCE_MS = 10_000;

/**
 * Decodes what refers to images before it. Every image has to pass through here, those of a channel
 * in their order; one that refers to some of another channel waits for them.
 */
export class Dictionary {
  #images;
  #mostBytes;
  /** What is decoded last on each channel, while something waits there. */
  /** @type {Map<number, Promise<unknown>>} */
  #last = new Map();
  /** Lets those that wait fail. @type {Set<(error: Error) => void>} */
  #failing = new Set();

  /** @param {number} window pixels, as the server was told */
  constructor(window) {
    this.#images = new glz.Dictionary(window);
    this.#mostBytes = MOST_BYTES_PER_PIXEL * window;
  }

  /**
   * Return an image; a promise if it has to wait. Its pixels must not be changed.
   *
   * Throws, or rejects with, a `CodecError` when it is broken, or what it refers to does not come:
   * then nothing that comes later can be relied on.
   * @param {number} channel the id of the display channel that it came on
   * @param {Job} job
   * @returns {Image | Promise<Image>}
   */
  decode(channel, job) {
    const last = this.#last.get(channel);
    if (last !== undefined) return this.#chained(channel, last.then(() => this.#patiently(job)));
    try {
      return this.#decoded(job);
    } catch (error) {
      if (!(error instanceof glz.MissingImageError)) throw error;
      return this.#chained(channel, this.#patiently(job));
    }
  }

  /** Let all that wait fail. */
  close() {
    for (const fail of [...this.#failing]) fail(new CodecError("GLZ: no images come any more"));
  }

  /**
   * @param {number} channel
   * @param {Promise<Image>} image
   */
  #chained(channel, image) {
    this.#last.set(channel, image);
    const forget = () => {
      if (this.#last.get(channel) === image) this.#last.delete(channel);
    };
    image.then(forget, forget);
    return image;
  }

  /**
   * Decode an image when all that it refers to has come.
   * @param {Job} job
   * @returns {Promise<Image>}
   */
  async #patiently(job) {
    for (;;) {
      try {
        return this.#decoded(job);
      } catch (error) {
        if (!(error instanceof glz.MissingImageError)) throw error;
        await this.#arrival(error.id);
      }
    }
  }

  /**
   * @param {number} id
   * @returns {Promise<void>}
   */
  #arrival(id) {
    return new Promise((resolve, reject) => {
      const late = new CodecError(`GLZ: image ${id} does not come within ${PATIENCE_MS / 1000} s`);
      const timer = setTimeout(() => fail(late), PATIENCE_MS);
      const end = () => {
        clearTimeout(timer);
        this.#failing.delete(fail);
      };
      /** @param {Error} error */
      const fail = (error) => {
        end();
        reject(error);
      };
      this.#failing.add(fail);
      void this.#images.arrival(id).then(() => {
        end();
        resolve();
      });
    });
  }

  /** @param {Job} job */
  #decoded(job) {
    const { coding, data, innerSize } = job;
    const stream = coding === "glz" ? data : inflate(data, innerSize, this.#mostBytes);
    return loaded(job, this.#images.decode(stream));
  }
}
