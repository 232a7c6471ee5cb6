/** The display channel: what the machine shows (wire.md 6, 7). */

import { Capabilities } from "../capabilities.js";
import { isBroken } from "../decoding/decode.js";
import { FORMS, commandOf } from "../display/commands.js";
import { Damage } from "../display/damage.js";
import { Found } from "../display/found.js";
import { Images } from "../display/images.js";
import { Line } from "../display/line.js";
import { headsOf, whole } from "../display/monitors.js";
import { Palettes } from "../display/palettes.js";
import { Streams } from "../display/streams.js";
import { PRIMARY, Surfaces } from "../display/surfaces.js";
import { ProtocolError } from "../error.js";
import { DisplayCap } from "../protocol/capabilities.js";
import * as display from "../protocol/display.js";
import { Surface as OfSurface } from "../protocol/image.js";
import { Channel } from "./channel.js";

/** @typedef {import("../protocol/image.js").Image} WireImage */
/** @typedef {import("../canvas/types.js").Image} Image */
/** @typedef {import("./channel.js").Work} Work */

/** What most commands find. @type {Map<WireImage, Found>} */
const NOTHING = new Map();

const DEEP_BITS = 32; // of a pixel, as MODE says it

/**
 * Follows what the server draws.
 *
 * Images are decoded in the order of messages as soon as these come; what changes surfaces stands
 * in a line, in the same order, until its images are there.
 */
export class DisplayChannel extends Channel {
  /** What each monitor shows. @type {readonly display.Head[]} */
  heads = [];
  /** Commands that could not be carried out. */
  dropped = 0;
  damage;
  surfaces;
  streams;
  #palettes = new Palettes();
  #line;
  /** @type {Images} */
  #images;
  /** Why nothing more can be drawn. @type {Error | null} */
  #failure = null;

  /**
   * @param {import("../shared.js").Shared} shared
   * @param {number} id
   */
  constructor(shared, id) {
    super(shared, "display", id);
    this.damage = new Damage(() => shared.tell({ type: "damaged", display: id }));
    this.surfaces = new Surfaces(this.damage);
    this.streams = new Streams(shared.clock, shared.video, (report) => this.#report(report));
    this.#line = new Line((error) => {
      this.#failure = error;
      this.close(error.message);
    });
    this.#images = new Images(this.#palettes, shared.displayMemory, id);
    for (const [kind, { parts }] of FORMS) this.on(kind, (message) => this.#draw(message, parts));
    this.#followSurfaces();
    this.#followCaches();
    this.#followStreams();
  }

  get announced() {
    const own = Capabilities.of([
      DisplayCap.SIZED_STREAM,
      DisplayCap.MONITORS_CONFIG,
      DisplayCap.COMPOSITE,
      DisplayCap.A8_SURFACE,
      DisplayCap.STREAM_REPORT,
      DisplayCap.LZ4_COMPRESSION,
    ]);
    return own.with(this.shared.video.capabilities);
  }

  /** The surface that is the screen; null: there is none. */
  get primary() {
    return this.surfaces.primary;
  }

  /** Whether the screen may be looked at. */
  get isMarked() {
    return this.surfaces.isMarked;
  }

  /** How many images came, by the names of their codings. @type {ReadonlyMap<string, number>} */
  get imagesSeen() {
    return this.#images.seen;
  }

  close(/** @type {string | undefined} */ why) {
    this.#line.close();
    this.streams.clear();
    super.close(why);
  }

  begin() {
    this.send(this.shared.displayMemory.join());
  }

  async run() {
    const end = await super.run();
    if (this.#failure !== null) throw this.#failure;
    return end;
  }

  /**
   * Wait until all is drawn that has come.
   *
   * Rejects when that cannot be done.
   */
  async settled() {
    await this.#line.settled();
    if (this.#failure !== null) throw this.#failure;
  }

  /**
   * Ask the server to compress images so, if it can.
   * @param {number} compression an `ImageCompression`
   */
  prefer(compression) {
    if (this.capabilities.has(DisplayCap.PREF_COMPRESSION)) {
      this.send(new display.PreferredCompression(compression));
    }
  }

  /** @param {bigint} serial */
  processed(serial) {
    this.#line.add(null, () => super.processed(serial));
  }

  // --- drawing -----------------------------------------------------------------------------------

  /**
   * @param {any} message
   * @param {readonly import("../display/commands.js").Part[]} parts
   * @returns {Work}
   */
  #draw(message, parts) {
    const found = this.#find(message, parts);
    if (found.size === 0) return this.#line.add(null, () => this.#paint(message, found));
    const pending = [...found.values()].flatMap(({ pending: it }) => it ?? []);
    const pixels = pending.length === 0 ? 0 : areaOf(message.box);
    const ready = pending.length === 0 ? null : Promise.all(pending);
    return this.#line.add(ready, () => this.#paint(message, found), pixels);
  }

  /**
   * Find the images of a command, those of surfaces apart.
   * @param {any} message
   * @param {readonly import("../display/commands.js").Part[]} parts
   */
  #find(message, parts) {
    let found = NOTHING;
    for (const { isMask, of } of parts) {
      const image = of(message);
      if (image === null) continue;
      const format = this.surfaces.formatOf(message.surface_id);
      const one = this.#images.find(image, format, isMask);
      if (one === null) continue;
      if (found === NOTHING) found = new Map();
      found.set(image, one);
    }
    return found;
  }

  /**
   * @param {any} message
   * @param {Map<WireImage, Found>} found
   */
  #paint(message, found) {
    this.#try(message.constructor.name, () => {
      const command = commandOf(message, (image) => this.#imageOf(image, found));
      this.surfaces.draw(message.surface_id, command);
    });
    for (const { error, isVital } of found.values()) {
      if (isVital && error !== null) throw error;
    }
  }

  /**
   * @param {WireImage} image
   * @param {Map<WireImage, Found>} found
   * @returns {Image}
   */
  #imageOf(image, found) {
    const { payload } = image;
    if (payload instanceof OfSurface) return this.surfaces.get(payload.surface_id).image();
    const { image: here, error } = /** @type {Found} */ (found.get(image));
    if (here === null) throw error;
    return here;
  }

  /**
   * Do something; go on without it if it cannot be done, as the reference client does.
   * @param {string} what
   * @param {() => void} work
   */
  #try(what, work) {
    try {
      work();
    } catch (error) {
      if (!(isBroken(error) || error instanceof ProtocolError)) throw error;
      this.dropped += 1;
      this.drop(what, /** @type {Error} */ (error).message);
    }
  }

  // --- surfaces ----------------------------------------------------------------------------------

  #followSurfaces() {
    this.on(display.SurfaceCreate, ({ surface_id: id, width, height, format }) =>
      this.#create(id, width, height, format),
    );
    this.on(display.Mode, ({ x_res: width, y_res: height, bits }) => {
      const { FMT_32_xRGB, FMT_16_555 } = display.SurfaceFmt;
      return this.#create(PRIMARY, width, height, bits === DEEP_BITS ? FMT_32_xRGB : FMT_16_555);
    });
    this.on(display.SurfaceDestroy, ({ surface_id: id }) => this.#destroy(id));
    this.on(display.Mark, () => this.#line.add(null, () => this.#mark()));
    this.on(display.Reset, () => {
      this.#palettes.clear();
      return this.#line.add(null, () => this.surfaces.blacken());
    });
    this.on(display.MonitorsConfig, (message) => {
      const heads = headsOf(message);
      return heads === null ? null : this.#line.add(null, () => this.#showOn(heads));
    });
  }

  /**
   * @param {number} id
   * @param {number} width
   * @param {number} height
   * @param {number} format
   */
  #create(id, width, height, format) {
    return this.#whenDrawn(() =>
      this.#try("SurfaceCreate", () => {
        const isNew = this.surfaces.create(id, width, height, format);
        if (!isNew || id !== PRIMARY) return;
        this.damage.take();
        this.shared.tell({ type: "screenCreated", display: this.id, width, height });
        const tells = this.capabilities.has(DisplayCap.MONITORS_CONFIG);
        if (!tells) this.#showOn(whole(width, height));
      }),
    );
  }

  /**
   * Do something when all that came before is drawn, before anything else is looked at: images are
   * decoded for the format of their surface.
   * @param {() => void} work
   * @returns {Work}
   */
  #whenDrawn(work) {
    if (!this.#line.isEmpty) return this.#line.settled().then(work);
    work();
    return null;
  }

  /** @param {number} id */
  #destroy(id) {
    return this.#whenDrawn(() => {
      if (!this.surfaces.destroy(id) || id !== PRIMARY) return;
      this.damage.take();
      this.shared.tell({ type: "screenGone", display: this.id });
    });
  }

  #mark() {
    if (this.primary === null) return;
    this.surfaces.isMarked = true;
    this.shared.tell({ type: "screenShown", display: this.id });
  }

  /** @param {readonly display.Head[]} heads */
  #showOn(heads) {
    this.heads = heads;
    this.shared.tell({ type: "monitorsChanged", display: this.id, heads });
  }

  // --- caches ------------------------------------------------------------------------------------

  #followCaches() {
    const { pixmaps } = this.shared.displayMemory;
    this.on(display.InvalList, ({ resources }) => {
      for (const { type, id } of resources) {
        if (type === display.ResourceType.PIXMAP) pixmaps.drop(id);
      }
    });
    this.on(display.InvalAllPixmaps, ({ wait_list: waits }) => {
      const waiting = this.waitFor(waits);
      if (waiting !== null) return waiting.then(() => pixmaps.clear());
      pixmaps.clear();
      return null;
    });
    this.on(display.InvalPalette, ({ id }) => this.#palettes.drop(id));
    this.on(display.InvalAllPalettes, () => this.#palettes.clear());
  }

  // --- streams -----------------------------------------------------------------------------------

  #followStreams() {
    const { streams } = this;
    this.on(display.StreamCreate, (message) => {
      this.#try("StreamCreate", () => {
        const stream = streams.create(message);
        if (stream === null) return;
        const { id, codec } = stream;
        this.shared.tell({ type: "streamStarted", display: this.id, stream: id, codec });
      });
    });
    this.on(display.StreamData, (message) => this.#frame(message));
    this.on(display.StreamDataSized, (message) => this.#frame(message));
    this.on(display.StreamClip, (message) => streams.clip(message));
    this.on(display.StreamActivateReport, (message) => streams.activateReport(message));
    this.on(display.StreamDestroy, ({ id }) => {
      if (streams.destroy(id)) this.#streamEnded(id);
    });
    this.on(display.StreamDestroyAll, () => {
      for (const id of streams.clear()) this.#streamEnded(id);
    });
  }

  /** @param {display.StreamData | display.StreamDataSized} message */
  #frame(message) {
    const frame = this.streams.frame(message);
    if (frame === null) return null;
    const { surfaceId, dest, clip } = frame.place;
    const found = Found.by(() => frame.picture);
    const paint = () => {
      if (found.error !== null) throw found.error;
      if (found.image !== null) this.surfaces.putFrame(surfaceId, found.image, dest, clip);
    };
    return this.#line.add(found.pending, () => this.#try("frame", paint), areaOf(dest));
  }

  /** @param {number} stream */
  #streamEnded(stream) {
    this.shared.tell({ type: "streamEnded", display: this.id, stream });
  }

  /** @param {object} report */
  #report(report) {
    if (this.capabilities.has(DisplayCap.STREAM_REPORT)) this.send(report);
  }
}

/** @param {import("../canvas/types.js").Rect} rect */
function areaOf({ left, top, right, bottom }) {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}
