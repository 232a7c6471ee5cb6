/** The video streams of a display channel (wire.md 7.3, codecs.md 6.3). */

import { difference } from "../clock.js";
import { CodecError } from "../decoders/error.js";
import { flipped } from "../decoders/picture.js";
import { ProtocolError } from "../error.js";
import { StreamDataSized, StreamFlags, SurfaceFmt, VideoCodecType } from "../protocol/display.js";
import { MOST_FRAME_PIXELS, MOST_STREAM_ID } from "../protocol/limits.js";
import { Backlog } from "./backlog.js";
import { Report, cannotDecode } from "./report.js";

/** How early a frame is taken to come that has no time, in ms, as in the reference client. */
const NO_TIME_MARGIN_MS = 100;

/**
 * How long a decoder may take for a frame, in ms: some keep one back until the next comes, and what
 * is drawn meanwhile has to wait for it.
 */
const PATIENCE_MS = 500;

/** @typedef {import("../protocol/display.js").StreamData} StreamData */
/** @typedef {import("../canvas/types.js").Rect} Rect */
/** @typedef {import("../canvas/types.js").Image} Image */

/** A frame's place: where its picture is to be put, once it is decoded. */
/** @typedef {{ surfaceId: number, dest: Rect, clip: null | readonly Rect[] }} Place */

/** One stream, and how it plays. */
export class Stream {
  backlog = new Backlog();
  /** @type {Report | null} */
  report = null;
  /** How many frames came. */
  frames = 0;
  /** How many were not shown, because newer ones waited. */
  skipped = 0;
  /** How many could not be decoded. */
  broken = 0;
  /** How early the last one came, in ms; negative: late. */
  lastMargin = 0;

  /**
   * @param {import("../protocol/display.js").StreamCreate} message
   * @param {import("./video.js").Decoder} decoder
   */
  constructor(message, decoder) {
    this.id = message.id;
    this.codec = nameOf(message.codec_type);
    this.surfaceId = message.surface_id;
    this.dest = message.dest;
    this.clip = message.clip?.rects ?? null;
    this.isTopDown = (message.flags & StreamFlags.TOP_DOWN) !== 0;
    this.decoder = decoder;
  }
}

/** The streams by their ids; `open` are those that there are now. */
export class Streams {
  /** @type {Map<number, Stream>} */
  open = new Map();
  /** Ids that the server was told of: one report is enough for each. @type {Set<number>} */
  #refused = new Set();

  /**
   * @param {import("../clock.js").Clock} clock
   * @param {import("./video.js").Video} video
   * @param {(report: object) => void} report tells the server how they play
   */
  constructor(clock, video, report) {
    this.clock = clock;
    this.video = video;
    this.report = report;
  }

  /**
   * Begin a stream, and return it; null if nobody here can decode it.
   *
   * Throws a `ProtocolError` when there are no such ids.
   * @param {import("../protocol/display.js").StreamCreate} message
   */
  create(message) {
    const { id, codec_type: codec } = message;
    if (id > MOST_STREAM_ID) {
      throw new ProtocolError(`stream ${id}, the highest id is ${MOST_STREAM_ID}`);
    }
    this.destroy(id);
    const decoder = this.video.decoder(codec);
    if (decoder === null) {
      this.#refuse(id);
      return null;
    }
    const stream = new Stream(message, decoder);
    this.open.set(id, stream);
    return stream;
  }

  /**
   * Begin to decode a frame; null: it is not shown. The picture is null if there is none to show.
   * @param {StreamData | StreamDataSized} message
   * @returns {{ picture: Promise<Image | null>, place: Place } | null}
   */
  frame(message) {
    const stream = this.open.get(message.id);
    if (stream === undefined) {
      this.#refuse(message.id);
      return null;
    }
    const isLate = this.#count(stream, message.multi_media_time);
    if (isLate) stream.skipped += 1;
    if (isLate && !stream.decoder.needsAll) return null;
    const dest = message instanceof StreamDataSized ? message.dest : stream.dest;
    const { surfaceId, clip } = stream;
    const picture = this.#decoded(stream, message.data, isLate);
    return { picture, place: { surfaceId, dest, clip } };
  }

  /**
   * Keep a stream inside this from now on.
   * @param {import("../protocol/display.js").StreamClip} message
   */
  clip({ id, clip }) {
    const stream = this.open.get(id);
    if (stream !== undefined) stream.clip = clip?.rects ?? null;
  }

  /**
   * Tell the server how a stream plays, as often as it wants.
   * @param {import("../protocol/display.js").StreamActivateReport} message
   */
  activateReport(message) {
    const stream = this.open.get(message.stream_id);
    if (stream === undefined) this.#refuse(message.stream_id);
    else stream.report = new Report(message);
  }

  /**
   * End a stream; return whether there was one.
   * @param {number} id
   */
  destroy(id) {
    this.#refused.delete(id);
    this.open.get(id)?.decoder.close();
    return this.open.delete(id);
  }

  /** End all streams; return their ids. */
  clear() {
    const ids = [...this.open.keys()];
    for (const id of ids) this.destroy(id);
    return ids;
  }

  /**
   * Count a frame, and return whether newer ones already wait behind it.
   * @param {Stream} stream
   * @param {number} time
   */
  #count(stream, time) {
    const { now } = this.clock;
    const margin = time === 0 ? NO_TIME_MARGIN_MS : difference(time, now);
    stream.frames += 1;
    stream.lastMargin = margin;
    const report = stream.report?.frame(time || now + NO_TIME_MARGIN_MS, now) ?? null;
    if (report !== null) this.report(report);
    return stream.backlog.has(margin, now);
  }

  /**
   * @param {Stream} stream
   * @param {Uint8Array} data
   * @param {boolean} isLate
   * @returns {Promise<Image | null>}
   */
  async #decoded(stream, data, isLate) {
    try {
      const picture = await soon(stream.decoder.decode(data));
      if (picture === null || isLate) return null;
      const { width, height } = picture;
      if (width * height > MOST_FRAME_PIXELS) {
        throw new CodecError(`a frame of ${width}x${height}, allowed are ${MOST_FRAME_PIXELS}`);
      }
      const pixels = stream.isTopDown ? picture.pixels : flipped(picture.pixels, height);
      return { format: SurfaceFmt.FMT_32_ARGB, width, height, pixels };
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      stream.broken += 1;
      return null;
    }
  }

  /**
   * Tell the server, once, that a stream is unknown here.
   * @param {number} id
   */
  #refuse(id) {
    if (this.#refused.has(id) || this.#refused.size > MOST_STREAM_ID) return;
    this.#refused.add(id);
    this.report(cannotDecode(id));
  }
}

/**
 * Return a picture, or null when it takes too long.
 * @param {Promise<import("./video.js").Picture | null>} picture
 * @returns {Promise<import("./video.js").Picture | null>}
 */
async function soon(picture) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([picture, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {number} codec */
function nameOf(codec) {
  const names = Object.entries(VideoCodecType).find(([, number]) => number === codec);
  return names?.[0] ?? String(codec);
}
