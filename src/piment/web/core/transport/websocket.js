/**
 * A SPICE channel's bytes within WebSocket (wire.md 2.12): frames have no meaning.
 *
 * Browsers tell a page nothing about why a connection failed, so neither do the errors here.
 */

import { ConnectError, Stage } from "../error.js";

/** The subprotocol that servers expect; a browser refuses those that do not answer with it. */
const SUBPROTOCOL = "binary";

const CONNECT_MS = 10_000; // the reference client's limit

/** Bytes that wait to be read at most: those of the longest message. Browsers hold nothing back. */
const MOST_UNREAD = 1 << 29;

/** Bytes in, bytes out. */
export class WebSocketTransport {
  /** @type {Uint8Array[]} */
  #unread = [];
  #unreadBytes = 0;
  #isOver = false;
  /** @type {(() => void) | null} */
  #wake = null;
  /** Bytes that came and went so far. */
  traffic = { read: 0, written: 0 };

  /** @param {WebSocket} socket which is open */
  constructor(socket) {
    this.socket = socket;
    /** Why the server's bytes have ended, once they have. */
    this.end = "";
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = ({ code, reason }) => this.#finish(reason || `closed with code ${code}`);
  }

  /**
   * Open a connection.
   *
   * Throws a `ConnectError` when that cannot be done.
   * @param {string} url such as `ws://host:5900/`
   * @param {typeof WebSocket} [SocketKind]
   * @returns {Promise<WebSocketTransport>}
   */
  static open(url, SocketKind = WebSocket) {
    return new Promise((resolve, reject) => {
      /** @param {string} what */
      const fail = (what) => {
        clearTimeout(timer);
        const advice = "see whether the server runs, and speaks WebSocket there";
        reject(new ConnectError(Stage.CONNECT, `${url}: ${what}`, advice));
      };
      const socket = socketTo(url, SocketKind, fail);
      const timer = setTimeout(() => {
        fail(`no answer within ${CONNECT_MS / 1000} s`);
        socket?.close();
      }, CONNECT_MS);
      if (socket === null) return;
      socket.onerror = socket.onclose = () => fail("no connection");
      socket.onopen = () => {
        clearTimeout(timer);
        resolve(new WebSocketTransport(socket));
      };
    });
  }

  /** Bytes that were sent and have not left yet. */
  get unsent() {
    return this.socket.bufferedAmount;
  }

  /**
   * Send bytes; lost when the connection is over.
   * @param {Uint8Array} bytes
   */
  send(bytes) {
    if (this.#isOver) return;
    this.traffic.written += bytes.length;
    this.socket.send(bytes);
  }

  /**
   * Return the next bytes, when there are some; null: the connection is over.
   * @returns {Promise<Uint8Array | null>}
   */
  async read() {
    while (this.#unread.length === 0 && !this.#isOver) {
      await new Promise((resolve) => {
        this.#wake = () => resolve(null);
      });
    }
    const chunk = this.#unread.shift() ?? null;
    this.#unreadBytes -= chunk?.length ?? 0;
    return chunk;
  }

  /**
   * End the connection: what was sent still leaves, what has come and is not read is lost.
   * @param {string} [why]
   */
  close(why = "closed") {
    this.#unread = [];
    this.#finish(why);
    this.socket.close();
  }

  /** @param {unknown} data */
  #take(data) {
    if (this.#isOver) return;
    if (!(data instanceof ArrayBuffer)) {
      this.close("the server sent text, not bytes");
      return;
    }
    this.traffic.read += data.byteLength;
    this.#unreadBytes += data.byteLength;
    this.#unread.push(new Uint8Array(data));
    if (this.#unreadBytes > MOST_UNREAD) {
      this.close(`${this.#unreadBytes} bytes wait, allowed are ${MOST_UNREAD}`);
    }
    this.#wakeUp();
  }

  /** @param {string} why */
  #finish(why) {
    if (!this.#isOver) this.end = why;
    this.#isOver = true;
    this.#wakeUp();
  }

  #wakeUp() {
    this.#wake?.();
    this.#wake = null;
  }
}

/**
 * @param {string} url
 * @param {typeof WebSocket} SocketKind
 * @param {(what: string) => void} fail
 */
function socketTo(url, SocketKind, fail) {
  try {
    const socket = new SocketKind(url, SUBPROTOCOL);
    socket.binaryType = "arraybuffer";
    return socket;
  } catch (error) {
    queueMicrotask(() => fail(`that is no address (${error})`));
    return null;
  }
}
