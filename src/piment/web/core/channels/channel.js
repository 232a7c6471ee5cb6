/** What all channels of the client have in common. */

import { Capabilities } from "../capabilities.js";
import { Dropped } from "../dialogue.js";
import { CHANNELS } from "../protocol/channels.js";
import { Disconnecting, Notify, NotifySeverity, WaitForChannels } from "../protocol/common.js";
import { Turn } from "../turn.js";

/** @typedef {import("../shared.js").Shared} Shared */
/** @typedef {import("../dialogue.js").ChannelName} ChannelName */
/** @typedef {import("../transport/conversation.js").Conversation} Conversation */
/** @typedef {import("../protocol/common.js").WaitForChannel} WaitForChannel */

/** What takes long is returned, to be awaited. @typedef {Promise<void> | null} Work */

/** @typedef {(message: any) => Work} Handler */

/** Names of the channels by their number. @type {Map<number, string>} */
const KINDS = new Map(Object.entries(CHANNELS).map(([name, { number }]) => [number, name]));

const SEVERITIES = Object.keys(NotifySeverity).map((name) => name.toLowerCase());

/** One channel of a session. */
export class Channel {
  /** What the server announced. */
  capabilities = new Capabilities();
  /** @type {Conversation | null} */
  #conversation = null;
  #turn = new Turn();
  #isClosed = false;

  /**
   * What to do with each message, by its class.
   * @type {Map<Function, Handler>}
   */
  handlers = new Map();

  /**
   * @param {Shared} shared
   * @param {ChannelName} kind
   * @param {number} id
   */
  constructor(shared, kind, id) {
    this.shared = shared;
    this.kind = kind;
    this.id = id;
    /** Such as `display:0`. */
    this.name = `${kind}:${id}`;
    this.on(WaitForChannels, (/** @type {WaitForChannels} */ message) =>
      this.waitFor(message.wait_list),
    );
    this.on(Notify, (/** @type {Notify} */ { severity, message }) => {
      const text = new TextDecoder().decode(message);
      this.shared.tell({ type: "notified", severity: SEVERITIES[severity], text });
    });
    this.on(Disconnecting, () => {}); // the connection's end says so too
  }

  /** What we announce on it. */
  get announced() {
    return new Capabilities();
  }

  /** Bytes read and written so far. */
  get traffic() {
    return this.#conversation?.transport.traffic ?? { read: 0, written: 0 };
  }

  /** Bytes that were sent and have not left yet. */
  get unsent() {
    return this.#conversation?.transport.unsent ?? 0;
  }

  /**
   * Take a connection, and begin to talk.
   * @param {Conversation} conversation
   * @param {Capabilities} capabilities
   */
  attach(conversation, capabilities) {
    this.#conversation = conversation;
    this.capabilities = capabilities;
    this.begin();
  }

  /** Say what the server waits for on a new connection. */
  begin() {}

  /**
   * End the connection, if there is one.
   * @param {string} [why]
   */
  close(why) {
    this.#isClosed = true;
    this.#conversation?.close(why);
  }

  /**
   * Take what the server says until it leaves; return why it did.
   *
   * Throws a `ProtocolError` when the server breaks the protocol.
   */
  async run() {
    const conversation = /** @type {Conversation} */ (this.#conversation);
    for (;;) {
      const events = await conversation.read();
      if (events === null) return conversation.end;
      for (const event of events) {
        const work = event instanceof Dropped ? this.#dropped(event) : this.handle(event.message);
        if (work !== null) await work;
        if (this.#isClosed) return conversation.end;
        this.processed(event.serial);
        if (this.#turn.isOver) await this.#turn.next();
      }
    }
  }

  /**
   * Send a message; lost without a connection.
   * @param {object} message
   */
  send(message) {
    this.#conversation?.send(message);
  }

  /**
   * Let `handler` do what messages of a class say.
   * @param {Function} message
   * @param {(message: any) => Work | void} handler
   */
  on(message, handler) {
    this.handlers.set(message, (value) => handler(value) ?? null);
  }

  /**
   * Do what the server says.
   *
   * Throws a `ProtocolError` when the message has no place here.
   * @param {object} message
   * @returns {Work}
   */
  handle(message) {
    const handler = this.handlers.get(message.constructor);
    if (handler !== undefined) return handler(message);
    this.drop(message.constructor.name, "nothing is known to do about it");
    return null;
  }

  /**
   * Take note that a message is processed.
   * @param {bigint} serial
   */
  processed(serial) {
    this.shared.progress.done(this.name, serial);
  }

  /**
   * Go on without what cannot be carried out, as the reference client does.
   * @param {string} what
   * @param {string} why
   */
  drop(what, why) {
    this.shared.tell({ type: "dropped", channel: this.name, what, why });
  }

  /**
   * Wait for other channels (wire.md 3.5).
   * @param {readonly WaitForChannel[]} waits
   * @returns {Work}
   */
  waitFor(waits) {
    const { progress } = this.shared;
    /** @type {[string, bigint][]} */
    const wanted = waits.map(({ channel_type: type, channel_id: id, message_serial: serial }) => [
      `${KINDS.get(type)}:${id}`,
      serial,
    ]);
    const open = wanted.filter(
      ([channel, serial]) => channel !== this.name && !progress.hasReached(channel, serial),
    );
    if (open.length === 0) return null;
    return Promise.all(open.map((each) => progress.reached(...each))).then(() => {});
  }

  /** @param {Dropped} event */
  #dropped({ number, why }) {
    this.drop(`message ${number}`, why);
    return null;
  }
}
