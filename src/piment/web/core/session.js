/** A session with a SPICE server: from opening it to its end. */

import { CursorChannel } from "./channels/cursor.js";
import { DisplayChannel } from "./channels/display.js";
import { InputsChannel } from "./channels/inputs.js";
import { MainChannel } from "./channels/main.js";
import { Pool } from "./decoding/pool.js";
import { Video } from "./display/video.js";
import { ConnectError, Stage } from "./error.js";
import { connect } from "./link/connect.js";
import { CHANNELS } from "./protocol/channels.js";
import { MOST_LINKED_CHANNELS } from "./protocol/limits.js";
import { AttachChannels } from "./protocol/main.js";
import { Shared } from "./shared.js";
import { WebSocketTransport } from "./transport/websocket.js";

/** @typedef {import("./channels/channel.js").Channel} Channel */
/** @typedef {import("./protocol/main.js").ChannelId} ChannelId */

/**
 * Channels that are opened as soon as they are offered, by their number.
 * @type {Map<number, new (shared: Shared, id: number) => Channel>}
 */
const KNOWN = new Map(
  /** @type {[number, new (shared: Shared, id: number) => Channel][]} */ ([
    [CHANNELS.display.number, DisplayChannel],
    [CHANNELS.inputs.number, InputsChannel],
    [CHANNELS.cursor.number, CursorChannel],
  ]),
);

/**
 * How long a session lasts at least where no display has shown anything, from its first link on:
 * spice-server 0.15, and the machine with it, dies of a viewer that leaves while it still makes the
 * viewer's channels.
 */
const SETTLE_MS = 1000;

/** How long a server may take from the first link to naming its channels. */
const START_MS = 15_000;

/**
 * How to reach a server, and what the page brings along.
 * @typedef {object} Options
 * @property {string} url such as `ws://host:5900/`
 * @property {string} [password]
 * @property {boolean} [isViewOnly] whether keyboard and mouse are left to others
 * @property {() => Promise<WebSocketTransport>} [dial] reaches the server otherwise
 * @property {Pool} [pool] decodes images, instead of workers; it is closed with the session
 * @property {Video} [video] decodes video
 */

/** `open` it, `close` it at the end; any number of them may be open at once. */
export class Session {
  /** @type {Map<string, Channel>} by names such as `display:0` */
  channels = new Map();
  /** Why it is over; null as long as it is not. @type {string | null} */
  endReason = null;
  #sessionId = 0;
  /** When it may be left, whatever it shows, by the page's clock. */
  #settlesAt = 0;
  #isOpen = false;
  #dial;
  #password;
  #isViewOnly;
  /** Settles `open`. @type {{ resolve: () => void, reject: (error: Error) => void } | null} */
  #opening = null;

  /** @param {Options} options */
  constructor({ url, password = "", isViewOnly = false, dial, pool, video }) {
    this.#dial = dial ?? (() => WebSocketTransport.open(url));
    this.#password = password;
    this.#isViewOnly = isViewOnly;
    this.shared = new Shared(pool ?? Pool.inBrowser(), video ?? new Video());
    this.main = new MainChannel(this.shared, {
      initialised: (id) => this.#initialised(id),
      offered: (offer) => void this.#offered(offer),
    });
  }

  /** The guest's agent. */
  get agent() {
    return this.main.agent;
  }

  /** The displays by the id of their channel. @returns {Map<number, DisplayChannel>} */
  get displays() {
    return this.#of(DisplayChannel);
  }

  /** The pointers by the id of their channel, which is that of the display. */
  get cursors() {
    return this.#of(CursorChannel);
  }

  /** Keyboard and mouse; null if the server has none for us. */
  get inputs() {
    return this.#of(InputsChannel).get(0) ?? null;
  }

  /**
   * Call `listener` with every event from now on; return how to stop that.
   * @param {import("./shared.js").Listener} listener
   */
  listen(listener) {
    return this.shared.listen(listener);
  }

  /**
   * Open the session: it is when every channel that is offered was tried.
   *
   * Rejects with a `ConnectError` when the session cannot be had.
   */
  async open() {
    try {
      await this.#link(this.main);
      this.#settlesAt = performance.now() + SETTLE_MS;
      await this.#started();
    } catch (error) {
      this.#end("it was not opened", null);
      throw error;
    }
    this.#isOpen = true;
    this.shared.tell({ type: "connected" });
  }

  /** End the session, within a second; a second time it changes nothing. */
  close() {
    const displays = [...this.displays.values()];
    const left = this.#settlesAt - performance.now();
    const isMade = displays.length === 0 || displays.some(({ primary }) => primary !== null);
    if (isMade || left <= 0) this.#end("closed", null);
    else setTimeout(() => this.#end("closed", null), left);
  }

  /** Wait until all channels that were offered first are tried. */
  async #started() {
    const why = `the server did not name its channels within ${START_MS / 1000} s`;
    const advice = "see what the server's log says";
    const timer = setTimeout(() => {
      this.#opening?.reject(new ConnectError(Stage.SESSION, why, advice));
    }, START_MS);
    /** @type {Promise<void>} */
    const started = new Promise((resolve, reject) => {
      this.#opening = { resolve, reject };
    });
    void this.#serve(this.main);
    try {
      await started;
    } finally {
      clearTimeout(timer);
      this.#opening = null;
    }
  }

  /** @param {number} sessionId */
  #initialised(sessionId) {
    this.#sessionId = sessionId;
    this.main.send(new AttachChannels());
  }

  /** @param {readonly ChannelId[]} offer */
  async #offered(offer) {
    const room = MOST_LINKED_CHANNELS - this.channels.size;
    const known = new Map(offer.flatMap((each) => this.#wanted(each) ?? []));
    const wanted = [...known.values()].slice(0, room);
    await Promise.all(wanted.map((channel) => this.#open(channel)));
    this.#opening?.resolve();
  }

  /**
   * Return the channel for an offer, with its name; null if it is not to be opened.
   * @param {ChannelId} offer
   * @returns {[string, Channel][] | null}
   */
  #wanted({ type, id }) {
    const Kind = KNOWN.get(type);
    const isKeptOut = this.#isViewOnly && type === CHANNELS.inputs.number;
    if (Kind === undefined || isKeptOut) return null;
    const channel = new Kind(this.shared, id);
    return this.channels.has(channel.name) ? null : [[channel.name, channel]];
  }

  /** @param {Channel} channel */
  async #open(channel) {
    try {
      await this.#link(channel);
    } catch (error) {
      this.#closed(channel, String(/** @type {Error} */ (error).message));
      return;
    }
    void this.#serve(channel);
  }

  /** @param {Channel} channel */
  async #link(channel) {
    const { kind, id, name, announced } = channel;
    this.channels.set(name, channel);
    this.shared.progress.begin(name);
    const { conversation, capabilities } = await connect({
      channel: kind,
      id,
      connectionId: this.#sessionId,
      capabilities: announced,
      password: this.#password,
      dial: this.#dial,
    });
    if (this.endReason !== null) {
      conversation.close();
      throw new ConnectError(Stage.SESSION, "it has ended meanwhile", "connect again");
    }
    channel.attach(conversation, capabilities);
    this.shared.tell({ type: "channelOpened", channel: name });
  }

  /**
   * Take what a channel's server says; without main, or after an error, the session is over.
   * @param {Channel} channel
   */
  async #serve(channel) {
    try {
      const reason = await channel.run();
      this.#closed(channel, reason);
      if (channel === this.main) this.#end(`the server ended the session: ${reason}`, null);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      this.#closed(channel, message);
      this.#end(`${channel.name}: ${message}`, /** @type {Error} */ (error));
    }
  }

  /**
   * @param {Channel} channel
   * @param {string} reason
   */
  #closed(channel, reason) {
    channel.close();
    this.channels.delete(channel.name);
    this.shared.progress.end(channel.name);
    if (this.endReason !== null) return;
    this.shared.tell({ type: "channelClosed", channel: channel.name, reason });
  }

  /**
   * @param {string} reason
   * @param {Error | null} error
   */
  #end(reason, error) {
    if (this.endReason !== null) return;
    this.endReason = reason;
    for (const channel of [...this.channels.values()]) {
      channel.close(reason);
      this.shared.progress.end(channel.name);
    }
    this.shared.close();
    this.#opening?.reject(new ConnectError(Stage.SESSION, reason, "connect again"));
    if (this.#isOpen) this.shared.tell({ type: "disconnected", reason, error });
  }

  /**
   * @template {Channel} T
   * @param {new (shared: Shared, id: number) => T} Kind
   * @returns {Map<number, T>}
   */
  #of(Kind) {
    const found = [...this.channels.values()].filter((channel) => channel instanceof Kind);
    return new Map(found.map((channel) => [channel.id, /** @type {T} */ (channel)]));
  }
}
