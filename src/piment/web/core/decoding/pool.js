/** Decoding of images beside the page's own work, in workers. */

import { DrawError } from "../canvas/error.js";
import { CodecError } from "../decoders/error.js";
import { SLOW, decode } from "./decode.js";
import { Dictionary } from "./dictionary.js";

/** @typedef {import("./job.js").Job} Job */
/** @typedef {import("../canvas/types.js").Image} Image */

/**
 * Pixels from which on an image is decoded in a worker: some tenths of a millisecond of work,
 * beside which the way there and back is small.
 */
const WORTH_A_HOP = 1 << 14;

/**
 * What we use of a browser's Worker.
 * @typedef {object} WorkerPort
 * @property {(request: object, transfer: ArrayBuffer[]) => void} postMessage
 * @property {((event: { data: any }) => void) | null} onmessage
 * @property {((event: any) => void) | null} onerror
 * @property {() => void} terminate
 */

/**
 * What decodes images that refer to each other.
 * @typedef {object} GlzDecoder
 * @property {(channel: number, job: Job) => Image | Promise<Image>} decode
 * @property {() => void} close
 */

/** @typedef {{ resolve: (image: Image) => void, reject: (error: Error) => void }} Asked */

/** Errors that mean that an image is broken, by their names: classes do not travel. */
const ERRORS = new Map([
  ["CodecError", CodecError],
  ["DrawError", DrawError],
]);

/** More would wait for each other: one display's images mostly come one by one. */
const MOST_WORKERS = 3;

/** Some workers, or none: then all is decoded at once, in place. */
export class Pool {
  #workers;

  /** Return a pool of a browser's own workers, as many as leave a processor to the page. */
  static inBrowser() {
    const { Worker: Kind, navigator } = /** @type {any} */ (globalThis);
    if (Kind === undefined) return new Pool();
    const spare = (navigator.hardwareConcurrency ?? 1) - 1;
    const count = Math.max(1, Math.min(MOST_WORKERS, spare));
    const program = new URL("./worker.js", import.meta.url);
    return new Pool(Array.from({ length: count }, () => new Kind(program, { type: "module" })));
  }

  /** @param {readonly WorkerPort[]} [workers] which run `worker.js` */
  constructor(workers = []) {
    this.#workers = workers.map((port) => new DecodingWorker(port));
  }

  /**
   * Return the image of a job that needs no dictionary; a promise if it takes long.
   *
   * Throws, or rejects with, a `CodecError` or `DrawError` when it is broken.
   * @param {Job} job
   * @returns {Image | Promise<Image>}
   */
  decode(job) {
    const isSmall = job.width * job.height < WORTH_A_HOP && !SLOW.has(job.coding);
    if (isSmall || this.#workers.length === 0) return decode(job);
    const [first, ...others] = this.#workers;
    const idlest = others.reduce((one, other) => (other.load < one.load ? other : one), first);
    return idlest.ask({ job });
  }

  /**
   * Return a new dictionary; images that refer to each other are decoded by one worker.
   * @param {number} window pixels
   * @returns {GlzDecoder}
   */
  dictionary(window) {
    const [worker] = this.#workers;
    if (worker === undefined) return new Dictionary(window);
    worker.tell({ window });
    return {
      decode: (channel, job) => worker.ask({ channel, job }),
      close: () => worker.tell({ isOver: true }),
    };
  }

  /** End all workers; who waits for an image waits in vain. */
  close() {
    for (const worker of this.#workers) worker.close();
  }
}

/** A worker, and what it was asked for. */
class DecodingWorker {
  /** @type {Map<number, Asked>} */
  #asked = new Map();
  #count = 0;
  /** Why it answers no more. @type {Error | null} */
  #failure = null;

  /** @param {WorkerPort} port */
  constructor(port) {
    this.port = port;
    port.onmessage = ({ data }) => this.#take(data);
    port.onerror = (event) => this.#fail(new Error(`a decoding worker failed: ${event.message}`));
  }

  /** How many images it has to decode. */
  get load() {
    return this.#asked.size;
  }

  /**
   * @param {{ job: Job, channel?: number }} request
   * @returns {Promise<Image>}
   */
  ask({ job, channel }) {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const id = (this.#count += 1);
    const data = job.data.slice(); // the message has more than that
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.port.postMessage({ id, channel, job: { ...job, data } }, [data.buffer]);
    });
  }

  /** @param {object} request */
  tell(request) {
    this.port.postMessage(request, []);
  }

  close() {
    this.port.terminate();
    this.#fail(new CodecError("the session is over"));
  }

  /** @param {{ id: number, image?: Image, error?: { name: string, message: string } }} answer */
  #take({ id, image, error }) {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (image !== undefined) asked?.resolve(image);
    else if (error !== undefined) asked?.reject(revived(error));
  }

  /** @param {Error} error */
  #fail(error) {
    this.#failure = error;
    for (const { reject } of this.#asked.values()) reject(error);
    this.#asked.clear();
  }
}

/** @param {{ name: string, message: string }} error */
function revived({ name, message }) {
  const Kind = ERRORS.get(name) ?? Error;
  return new Kind(message);
}
