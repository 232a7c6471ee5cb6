/**
 * The client's side of the link stage (wire.md 2): bytes in, bytes out, and events.
 *
 * Each state waits for a number of bytes; its step takes them and names the next state. Sealing the
 * ticket is asynchronous in browsers, so whoever drives this does it: `KeyOffered` asks for it,
 * `answer` goes on.
 */

import { Capabilities } from "../capabilities.js";
import { Inflow } from "../inflow.js";
import { CommonCap } from "../protocol/capabilities.js";
import { MOST_CAPABILITY_WORDS, MOST_LINK_BYTES } from "../protocol/limits.js";
import {
  AuthMechanism, LinkErr, LinkHeader, LinkMessHead, readLinkHeader, readLinkReplyHead,
  writeLinkHeader, writeLinkMessHead,
} from "../protocol/link.js";
import { WireError } from "../wire/error.js";
import { Reader, unpack } from "../wire/reader.js";
import { Writer, pack } from "../wire/writer.js";

const MAGIC = new TextEncoder().encode("REDQ");
const VERSION_MAJOR = 2;
const VERSION_MINOR = 2;
const HEADER_SIZE = 16; // bytes of LinkHeader
const MESS_SIZE = 18; // bytes of LinkMessHead
const REPLY_SIZE = 178; // bytes of LinkReplyHead
const RESULT_SIZE = 4; // bytes of a LinkErr, which travels alone

/** What we announce on every channel. */
const COMMON = Capabilities.of([
  CommonCap.PROTOCOL_AUTH_SELECTION,
  CommonCap.AUTH_SPICE,
  CommonCap.MINI_HEADER,
]);

/**
 * Which channel a client asks for; `connectionId` is 0 for a new session, else the session's id.
 * @typedef {object} Request
 * @property {number} connectionId
 * @property {number} type
 * @property {number} id
 * @property {Capabilities} capabilities what we announce there
 */

/** The server offers a key: the ticket is to be sealed for it. */
export class KeyOffered {
  /** @param {Uint8Array} publicKey DER SubjectPublicKeyInfo */
  constructor(publicKey) {
    this.publicKey = publicKey;
  }
}

/** The link stage is over; messages follow. */
export class Linked {
  /**
   * @param {boolean} isMini whether messages have the mini header
   * @param {Capabilities} capabilities what the server announced on the channel
   */
  constructor(isMini, capabilities) {
    this.isMini = isMini;
    this.capabilities = capabilities;
  }
}

/** The link stage failed; the connection ends. */
export class Refused {
  /**
   * @param {number | null} code a `LinkErr`, if the server told one
   * @param {string} why
   * @param {string | null} [advice] what to do about it, if it does not follow from the code
   */
  constructor(code, why, advice = null) {
    this.code = code;
    this.why = why;
    this.advice = advice;
  }
}

/** @typedef {KeyOffered | Linked | Refused} LinkEvent */

const State = Object.freeze({
  REPLY_HEADER: "reply header",
  REPLY: "reply",
  TICKET: "ticket", // is sealed meanwhile
  RESULT: "result",
  LINKED: "linked",
  REFUSED: "refused",
});

/** @typedef {typeof State[keyof typeof State]} StateName */

/** One link stage: `request` is to be sent at once. */
export class Handshake {
  /**
   * The steps of the states that wait for bytes.
   * @type {Partial<Record<StateName, (link: Handshake, bytes: Uint8Array) => LinkEvent | null>>}
   */
  static #STEPS = {
    [State.REPLY_HEADER]: (link, bytes) => link.#takeHeader(bytes),
    [State.REPLY]: (link, bytes) => link.#takeReply(bytes),
    [State.RESULT]: (link, bytes) => link.#takeResult(bytes),
  };

  #inflow = new Inflow();
  #isMini = false;
  #selects = false;
  #capabilities = new Capabilities();

  /** @param {Request} request */
  constructor(request) {
    /** @type {StateName} */
    this.state = State.REPLY_HEADER;
    /** How many bytes the state waits for. */
    this.needed = HEADER_SIZE;
    /** What has to be sent first. */
    this.request = requestBytes(request);
  }

  /**
   * Take bytes from the server; return what that leads to, if it does.
   * @param {Uint8Array} chunk
   * @returns {LinkEvent | null}
   */
  receive(chunk) {
    this.#inflow.push(chunk);
    return this.advance();
  }

  /**
   * Return what the bytes that have come lead to, if they do; so after `answer`.
   * @returns {LinkEvent | null}
   */
  advance() {
    for (;;) {
      const step = Handshake.#STEPS[this.state];
      if (step === undefined || this.#inflow.size < this.needed) return null;
      const event = step(this, this.#inflow.take(this.needed));
      if (event !== null) return event;
    }
  }

  /**
   * Return the bytes that answer an offered key.
   * @param {Uint8Array} ticket
   */
  answer(ticket) {
    this.#wait(State.RESULT, RESULT_SIZE);
    const output = new Writer();
    if (this.#selects) output.u32(AuthMechanism.SPICE, "AuthMechanism");
    output.raw(ticket);
    return output.bytes();
  }

  /** Return the bytes that came in behind the link stage. */
  takeRest() {
    return this.#inflow.take(this.#inflow.size);
  }

  /** Return what it means that the server leaves now. */
  peerLeft() {
    const isSilent = this.state === State.REPLY_HEADER && this.#inflow.size === 0;
    const why = isSilent
      ? "the server left without a word, as where it wants TLS, or has no such channel"
      : `the server left instead of sending the ${this.state}`;
    return this.#refuse(null, why);
  }

  /** @param {Uint8Array} bytes */
  #takeHeader(bytes) {
    const header = unpack(readLinkHeader, bytes, "LinkHeader");
    if (header.magic.some((byte, at) => byte !== MAGIC[at])) {
      return this.#refuse(null, `the peer speaks no SPICE: it begins with ${header.magic}`);
    }
    const { major_version: major, size } = header;
    if (major !== VERSION_MAJOR) {
      const why = `the server speaks version ${major}, not ${VERSION_MAJOR}`;
      return this.#refuse(LinkErr.VERSION_MISMATCH, why);
    }
    if (size < REPLY_SIZE || size > MOST_LINK_BYTES) {
      const why = `the link reply has ${size} bytes, allowed are ${REPLY_SIZE}..${MOST_LINK_BYTES}`;
      return this.#refuse(null, why);
    }
    return this.#wait(State.REPLY, size);
  }

  /** @param {Uint8Array} bytes */
  #takeReply(bytes) {
    try {
      const head = unpack(readLinkReplyHead, bytes.subarray(0, REPLY_SIZE), "LinkReply");
      if (head.error !== LinkErr.OK) {
        return this.#refuse(head.error, `the server refuses the channel: ${nameOf(head.error)}`);
      }
      return this.#offered(head.pub_key, ...wordsOf(head, bytes));
    } catch (error) {
      if (error instanceof WireError) return this.#refuse(null, error.message);
      throw error;
    }
  }

  /**
   * @param {Uint8Array} publicKey
   * @param {Capabilities} common
   * @param {Capabilities} channel
   */
  #offered(publicKey, common, channel) {
    this.#isMini = common.has(CommonCap.MINI_HEADER);
    this.#selects = common.has(CommonCap.PROTOCOL_AUTH_SELECTION);
    this.#capabilities = channel;
    if (common.has(CommonCap.AUTH_SASL) && !common.has(CommonCap.AUTH_SPICE)) {
      const why = "the server wants SASL, which this client does not do";
      return this.#refuse(null, why, "let the server take a password alone");
    }
    this.#wait(State.TICKET, 0);
    return new KeyOffered(publicKey.slice());
  }

  /** @param {Uint8Array} bytes */
  #takeResult(bytes) {
    const number = new Reader(bytes).u32(0);
    if (number === LinkErr.OK) {
      this.#wait(State.LINKED, 0);
      return new Linked(this.#isMini, this.#capabilities);
    }
    const code = nameOf(number) === undefined ? LinkErr.ERROR : number;
    return this.#refuse(code, `the server does not admit us: ${nameOf(code)}`);
  }

  /**
   * @param {StateName} state
   * @param {number} needed
   */
  #wait(state, needed) {
    this.state = state;
    this.needed = needed;
    return null;
  }

  /**
   * @param {number | null} code
   * @param {string} why
   * @param {string} [advice]
   */
  #refuse(code, why, advice) {
    this.#wait(State.REFUSED, 0);
    return new Refused(code, why, advice);
  }
}

/**
 * Return the name of a link error; undefined: there is none of this number.
 * @param {number} code
 */
export function nameOf(code) {
  return Object.entries(LinkErr).find(([, number]) => number === code)?.[0];
}

/** @param {Request} request */
function requestBytes({ connectionId, type, id, capabilities }) {
  const words = [COMMON.words, capabilities.words];
  const [common, channel] = words.map((each) => each.length);
  const size = MESS_SIZE + 4 * (common + channel);
  const output = new Writer();
  writeLinkHeader(output, new LinkHeader(MAGIC, VERSION_MAJOR, VERSION_MINOR, size));
  const head = new LinkMessHead(connectionId, type, id, common, channel, MESS_SIZE);
  output.raw(pack(writeLinkMessHead, head));
  for (const word of words.flat()) output.u32(word, "LinkMess.caps");
  return output.bytes();
}

/**
 * Return the capabilities of a reply, wherever in it the words stand (wire.md 2.4).
 * @param {import("../protocol/link.js").LinkReplyHead} head
 * @param {Uint8Array} bytes
 * @returns {[Capabilities, Capabilities]}
 */
function wordsOf(head, bytes) {
  const { num_common_caps: common, num_channel_caps: channel, caps_offset: offset } = head;
  for (const count of [common, channel]) {
    if (count > MOST_CAPABILITY_WORDS) {
      const why = `${count} words are over the limit ${MOST_CAPABILITY_WORDS}`;
      throw new WireError("LinkReply", why);
    }
  }
  const total = common + channel;
  if (offset < REPLY_SIZE || offset > bytes.length - 4 * total) {
    const why = `offset ${offset} of ${total} words, the message has ${bytes.length} bytes`;
    throw new WireError("LinkReply.caps_offset", why);
  }
  const input = new Reader(bytes.subarray(offset));
  const words = input.integers(Reader.prototype.u32, 4, total, "LinkReply.caps");
  return [new Capabilities(words.slice(0, common)), new Capabilities(words.slice(common))];
}
