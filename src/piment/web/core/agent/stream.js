/** Agent messages cut into pieces and put together again (wire.md 13.1). */

import { ProtocolError } from "../error.js";
import { Inflow } from "../inflow.js";
import { VDAgentMessage, readVDAgentMessage, writeVDAgentMessage } from "../protocol/agent.js";
import { MOST_AGENT_MESSAGE_BYTES, MOST_AGENT_PIECE_BYTES } from "../protocol/limits.js";
import { unpack } from "../wire/reader.js";
import { Writer } from "../wire/writer.js";

const PROTOCOL = 1; // the only version of the message header
const HEADER_SIZE = 20; // bytes

/**
 * Return a message, with its header, in pieces that one AGENT_DATA each can carry.
 * @param {number} type a `MessageType`
 * @param {Uint8Array} body
 */
export function piecesOf(type, body) {
  const output = new Writer();
  writeVDAgentMessage(output, new VDAgentMessage(PROTOCOL, type, 0n, body.length));
  output.raw(body);
  const framed = output.bytes();
  /** @type {Uint8Array[]} */
  const pieces = [];
  for (let start = 0; start < framed.length; start += MOST_AGENT_PIECE_BYTES) {
    pieces.push(framed.subarray(start, start + MOST_AGENT_PIECE_BYTES));
  }
  return pieces;
}

/** Puts messages together, however they are cut: that is how clients take what agents write. */
export class Assembler {
  #inflow = new Inflow();

  /** Forget a message that is not complete. */
  clear() {
    this.#inflow = new Inflow();
  }

  /**
   * Take a piece and yield the messages that it completes.
   *
   * Throws a `ProtocolError` when the header is of another protocol, or announces too much.
   * @param {Uint8Array} piece
   * @returns {Generator<{ type: number, body: Uint8Array }, void>}
   */
  *receive(piece) {
    this.#inflow.push(piece.slice()); // which is part of a larger chunk, and may wait long
    while (this.#inflow.size >= HEADER_SIZE) {
      const head = unpack(readVDAgentMessage, this.#inflow.peek(HEADER_SIZE), "VDAgentMessage");
      const { protocol, type, size } = head;
      if (protocol !== PROTOCOL) throw new ProtocolError(`agent protocol ${protocol}`);
      if (size > MOST_AGENT_MESSAGE_BYTES) {
        const allowed = `allowed are ${MOST_AGENT_MESSAGE_BYTES}`;
        throw new ProtocolError(`agent message ${type} has ${size} bytes, ${allowed}`);
      }
      if (this.#inflow.size < HEADER_SIZE + size) return;
      this.#inflow.take(HEADER_SIZE);
      yield { type, body: this.#inflow.take(size) };
    }
  }
}
