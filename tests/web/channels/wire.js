// A server's end that channels are driven from, message by message.

import { Received } from "../../../src/piment/web/core/dialogue.js";
import { Pool } from "../../../src/piment/web/core/decoding/pool.js";
import { Video } from "../../../src/piment/web/core/display/video.js";
import { Shared } from "../../../src/piment/web/core/shared.js";

/** Stands for a conversation: says what a test says, and keeps what the channel sends. */
export class Wire {
  sent = [];
  end = "the server left";
  isClosed = false;
  transport = { traffic: { read: 0, written: 0 }, unsent: 0 };
  #said = [];
  #serial = 0n;

  /** Let a channel do what messages say, until the server leaves; return why it did. */
  async drive(channel, ...messages) {
    this.#said.push(...messages);
    return channel.run();
  }

  send(message) {
    this.sent.push(message);
  }

  close(why = "closed") {
    this.isClosed = true;
    this.end = why;
  }

  async read() {
    const said = this.#said.splice(0);
    return said.length === 0 ? null : said.map((one) => new Received(one, (this.#serial += 1n)));
  }

  /** Return and forget what was sent. */
  take() {
    return this.sent.splice(0);
  }
}

/** Return what channels share, and the events that they tell. */
export function shared(pool = new Pool(), video = new Video()) {
  const made = new Shared(pool, video);
  const told = [];
  made.listen((event) => told.push(event));
  return { shared: made, told };
}
