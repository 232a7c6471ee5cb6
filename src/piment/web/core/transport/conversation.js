/** A dialogue over a transport: messages in, messages out. */

/** @typedef {import("./websocket.js").WebSocketTransport} Transport */
/** @typedef {import("../dialogue.js").Dialogue} Dialogue */
/** @typedef {import("../dialogue.js").MessageEvent} MessageEvent */

/** A linked channel's connection. */
export class Conversation {
  /** @type {Uint8Array | null} */
  #rest;

  /**
   * @param {Transport} transport
   * @param {Dialogue} dialogue
   * @param {Uint8Array} rest what came in behind the link stage
   */
  constructor(transport, dialogue, rest) {
    this.transport = transport;
    this.dialogue = dialogue;
    this.#rest = rest;
  }

  /** Why it has ended, once it has. */
  get end() {
    return this.transport.end;
  }

  /**
   * Send a message; lost when the connection is over.
   *
   * Throws a `WireError` when a field holds what its bytes cannot.
   * @param {object} message
   */
  send(message) {
    this.dialogue.send(message);
    this.#flush();
  }

  /**
   * Return what came with the next bytes; null: the connection is over. Each message is answered
   * when it is taken, so take all, in order.
   * @returns {Promise<Generator<MessageEvent, void> | null>}
   */
  async read() {
    const chunk = this.#rest ?? (await this.transport.read());
    this.#rest = null;
    return chunk === null ? null : this.#events(chunk);
  }

  /** @param {string} [why] */
  close(why) {
    this.transport.close(why);
  }

  /**
   * @param {Uint8Array} chunk
   * @returns {Generator<MessageEvent, void>}
   */
  *#events(chunk) {
    for (const event of this.dialogue.receive(chunk)) {
      this.#flush();
      yield event;
    }
    this.#flush();
  }

  #flush() {
    for (const bytes of this.dialogue.takeOutput()) this.transport.send(bytes);
  }
}
