/** The other end of a pool: what a worker does with what it is asked for. */

import { decode } from "./decode.js";
import { Dictionary } from "./dictionary.js";

/** @typedef {import("./job.js").Job} Job */
/** @typedef {import("../canvas/types.js").Image} Image */

/**
 * Where requests come from, and answers go to: a worker's own global, or a port of node.
 * @typedef {object} Port
 * @property {((event: { data: any }) => void) | null} onmessage
 * @property {(answer: object, transfer: any[]) => void} postMessage
 */

/**
 * Decode what comes, as long as the worker lives.
 * @param {Port} port
 */
export function serve(port) {
  /** @type {Dictionary | null} */
  let dictionary = null;
  port.onmessage = ({ data: { id, job, channel, window, isOver } }) => {
    if (window !== undefined) dictionary = new Dictionary(window);
    else if (isOver) dictionary?.close();
    else void answer(port, id, () => decoded(job, channel, dictionary));
  };
}

/**
 * @param {Job} job
 * @param {number | undefined} channel
 * @param {Dictionary | null} dictionary
 */
function decoded(job, channel, dictionary) {
  if (channel === undefined || dictionary === null) return decode(job);
  // The dictionary keeps its pixels: what leaves is a copy.
  const image = dictionary.decode(channel, job);
  return image instanceof Promise ? image.then(copied) : copied(image);
}

/**
 * @param {Image} image
 * @returns {Image}
 */
function copied(image) {
  return { ...image, pixels: image.pixels.slice() };
}

/**
 * @param {Port} port
 * @param {number} id
 * @param {() => Image | Promise<Image>} find
 */
async function answer(port, id, find) {
  try {
    const image = await find();
    port.postMessage({ id, image }, [image.pixels.buffer]);
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    port.postMessage({ id, error: { name, message } }, []);
  }
}
