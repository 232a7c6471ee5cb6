/**
 * Messages over a linked channel, the client's side (wire.md 3).
 *
 * A dialogue frames, counts serials, unpacks sub-messages, and answers by itself what needs no
 * decision: PING with PONG, SET_ACK with ACK_SYNC, and every full window with ACK.
 */

import { ProtocolError } from "./error.js";
import { Inflow } from "./inflow.js";
import { CHANNELS } from "./protocol/channels.js";
import { Ack, AckSync, List, Ping, Pong, SetAck } from "./protocol/common.js";
import {
  DataHeader, MiniDataHeader, readDataHeader, readMiniDataHeader, readSubMessageList,
  writeDataHeader, writeMiniDataHeader,
} from "./protocol/framing.js";
import { MOST_BODY, MOST_OTHER_BODY } from "./protocol/limits.js";
import { WireError } from "./wire/error.js";
import { Reader, unpack } from "./wire/reader.js";
import { Writer, pack } from "./wire/writer.js";

/** @typedef {keyof typeof CHANNELS} ChannelName */

const MINI_HEADER_SIZE = 6; // bytes
const HEADER_SIZE = 18; // bytes
const LIST = 8; // the number of List on every channel

/** A message came in. */
export class Received {
  /**
   * @param {object} message an instance of a class of `protocol/`
   * @param {bigint} serial
   */
  constructor(message, serial) {
    this.message = message;
    this.serial = serial;
  }
}

/** A message came in that we do not understand, and go on without (wire.md 3.1). */
export class Dropped {
  /**
   * @param {number} number
   * @param {number} size bytes
   * @param {string} why
   * @param {bigint} serial
   */
  constructor(number, size, why, serial) {
    this.number = number;
    this.size = size;
    this.why = why;
    this.serial = serial;
  }
}

/** @typedef {Received | Dropped} MessageEvent */

/** The client's side of a channel's conversation. */
export class Dialogue {
  #inflow = new Inflow();
  #sent = 0n;
  #received = 0n;
  #window = new ReceiveWindow();
  /** @type {Uint8Array[]} */
  #output = [];

  /**
   * @param {ChannelName} channel
   * @param {boolean} isMini whether messages have the mini header
   */
  constructor(channel, isMini) {
    this.channel = channel;
    const { number, server, client } = CHANNELS[channel];
    this.readers = server;
    this.writers = client;
    this.isMini = isMini;
    this.headerSize = isMini ? MINI_HEADER_SIZE : HEADER_SIZE;
    this.mostBody = MOST_BODY.get(number) ?? MOST_OTHER_BODY;
  }

  /**
   * Put a message behind the other output.
   *
   * Throws a `WireError` when a field holds what its bytes cannot.
   * @param {object} message an instance of a class of `protocol/` that clients send
   */
  send(message) {
    const found = this.writers.get(message.constructor);
    if (found === undefined) {
      throw new ProtocolError(`${this.channel}: clients send no ${message.constructor.name}`);
    }
    const [number, write] = found;
    const body = pack(write, message);
    this.#sent += 1n;
    const output = new Writer();
    if (this.isMini) writeMiniDataHeader(output, new MiniDataHeader(number, body.length));
    else writeDataHeader(output, new DataHeader(this.#sent, number, body.length, 0));
    output.raw(body);
    this.#output.push(output.bytes());
  }

  /** Return what must be sent now: sent messages, and answers given without being asked. */
  takeOutput() {
    const output = this.#output;
    this.#output = [];
    return output;
  }

  /**
   * Take bytes from the server and yield what they complete.
   *
   * Each message is unpacked, and answered, when the one before has been taken. Throws a
   * `ProtocolError` when a message is too long: the channel is to be closed.
   * @param {Uint8Array} chunk
   * @returns {Generator<MessageEvent, void>}
   */
  *receive(chunk) {
    this.#inflow.push(chunk);
    for (let frame = this.#nextFrame(); frame !== null; frame = this.#nextFrame()) {
      const { type, body, subList } = frame;
      if (this.#window.received()) this.send(new Ack());
      if (subList > 0) yield* this.#takeSubList(body, subList);
      yield* this.#answer(this.#read(type, body, subList === 0));
    }
  }

  /** Return the next whole message, or null. */
  #nextFrame() {
    if (this.#inflow.size < this.headerSize) return null;
    const { serial, type, size, subList } = this.#header(this.#inflow.peek(this.headerSize));
    if (size > this.mostBody) {
      const allowed = `allowed are ${this.mostBody}`;
      throw new ProtocolError(`${this.channel} message ${type} has ${size} bytes, ${allowed}`);
    }
    if (this.#inflow.size < this.headerSize + size) return null;
    this.#inflow.take(this.headerSize);
    this.#received = serial;
    return { type, body: this.#inflow.take(size), subList };
  }

  /** @param {Uint8Array} bytes */
  #header(bytes) {
    if (this.isMini) {
      const { type, size } = unpack(readMiniDataHeader, bytes, "MiniDataHeader");
      return { serial: this.#received + 1n, type, size, subList: 0 };
    }
    const { serial, type, size, sub_list: subList } = unpack(readDataHeader, bytes, "DataHeader");
    return { serial, type, size, subList };
  }

  /**
   * Answer what needs no decision, and pass on all else.
   * @param {MessageEvent} event
   * @returns {Generator<MessageEvent, void>}
   */
  *#answer(event) {
    const message = event instanceof Received ? event.message : null;
    if (message instanceof List) {
      yield* this.#takeSubMessages(message.sub_messages);
    } else if (message instanceof SetAck) {
      this.#window.set(message.window);
      this.send(new AckSync(message.generation));
    } else if (message instanceof Ping) {
      this.send(new Pong(message.id, message.timestamp));
    } else {
      yield event;
    }
  }

  /**
   * @param {Uint8Array} body
   * @param {number} offset
   * @returns {Generator<MessageEvent, void>}
   */
  *#takeSubList(body, offset) {
    const input = new Reader(body);
    input.at = offset;
    try {
      const { sub_messages: subs } = readSubMessageList(input);
      yield* this.#takeSubMessages(subs);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      yield this.#dropped(0, body, error.message);
    }
  }

  /**
   * @param {import("./protocol/framing.js").SubMessage[]} subs
   * @returns {Generator<MessageEvent, void>}
   */
  *#takeSubMessages(subs) {
    for (const { type, body } of subs) {
      // A LIST could be nested as deep as the stack, and serves nothing.
      if (type === LIST) yield this.#dropped(type, body, "a LIST within sub-messages");
      else yield* this.#answer(this.#read(type, body, true));
    }
  }

  /**
   * Unpack a message, which has its body for itself or shares it.
   * @param {number} type
   * @param {Uint8Array} body
   * @param {boolean} isAlone
   * @returns {MessageEvent}
   */
  #read(type, body, isAlone) {
    const found = this.readers.get(type);
    if (found === undefined) {
      return this.#dropped(type, body, `${this.channel} has no message ${type}`);
    }
    const [name, read] = found;
    try {
      const message = isAlone ? unpack(read, body, name) : read(new Reader(body));
      return new Received(message, this.#received);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return this.#dropped(type, body, error.message);
    }
  }

  /**
   * @param {number} type
   * @param {Uint8Array} body
   * @param {string} why
   */
  #dropped(type, body, why) {
    return new Dropped(type, body.length, why, this.#received);
  }
}

/** The client's side of a channel's ACK window: tells when an ACK is due (wire.md 3.3). */
class ReceiveWindow {
  #window = 0;
  #received = 0;

  /**
   * Take the server's SET_ACK.
   * @param {number} window messages that one ACK confirms; 0: no ACKs
   */
  set(window) {
    this.#window = window;
    this.#received = 0;
  }

  /** Count a message; return whether an ACK is due now. */
  received() {
    if (this.#window === 0) return false;
    this.#received += 1;
    if (this.#received < this.#window) return false;
    this.#received = 0;
    return true;
  }
}
