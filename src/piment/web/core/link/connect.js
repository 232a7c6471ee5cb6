/** One channel's way from nothing to linked (wire.md 2). */

import { Dialogue } from "../dialogue.js";
import { CHANNELS } from "../protocol/channels.js";
import { Conversation } from "../transport/conversation.js";
import { Handshake, KeyOffered, Refused } from "./handshake.js";
import { refusal } from "./refusal.js";
import { seal } from "./ticket.js";

/** How long a server may take from being reached to linking the channel. */
const LINK_MS = 15_000;

/** @typedef {import("../transport/websocket.js").WebSocketTransport} Transport */
/** @typedef {import("../capabilities.js").Capabilities} Capabilities */

/**
 * Which channel is wanted, and how to get there.
 * @typedef {object} Wish
 * @property {import("../dialogue.js").ChannelName} channel
 * @property {number} id
 * @property {number} connectionId 0 for a new session, else the session's id
 * @property {Capabilities} capabilities what we announce
 * @property {string} password
 * @property {() => Promise<Transport>} dial
 */

/**
 * Link a channel; return its conversation, and what the server announced there.
 *
 * Throws a `ConnectError` when the server cannot be reached, or does not link the channel.
 * @param {Wish} wish
 */
export async function connect(wish) {
  const transport = await wish.dial();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    transport.close();
  }, LINK_MS);
  try {
    return await linked(transport, wish);
  } catch (error) {
    transport.close();
    const why = `the server did not answer within ${LINK_MS / 1000} s`;
    throw isLate ? refusal(`${wish.channel}:${wish.id}`, new Refused(null, why)) : error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Transport} transport
 * @param {Wish} wish
 */
async function linked(transport, { channel, id, connectionId, capabilities, password }) {
  const type = CHANNELS[channel].number;
  const handshake = new Handshake({ connectionId, type, id, capabilities });
  transport.send(handshake.request);
  for (;;) {
    const event = await next(transport, handshake);
    if (event instanceof KeyOffered) {
      transport.send(handshake.answer(await seal(event.publicKey, password)));
    } else if (event instanceof Refused) {
      throw refusal(`${channel}:${id}`, event);
    } else {
      const dialogue = new Dialogue(channel, event.isMini);
      const conversation = new Conversation(transport, dialogue, handshake.takeRest());
      return { conversation, capabilities: event.capabilities };
    }
  }
}

/**
 * @param {Transport} transport
 * @param {Handshake} handshake
 * @returns {Promise<import("./handshake.js").LinkEvent>}
 */
async function next(transport, handshake) {
  let event = handshake.advance();
  while (event === null) {
    const chunk = await transport.read();
    event = chunk === null ? handshake.peerLeft() : handshake.receive(chunk);
  }
  return event;
}
