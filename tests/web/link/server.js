// The server's side of a link stage, for tests: a transport that answers what it is sent.

import { generateKeyPairSync } from "node:crypto";

const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const KEY = publicKey.export({ type: "spki", format: "der" });
const MINI_AND_SPICE = 0b1010;
const TICKET_BYTES = 128;

/** Return the bytes of numbers of 32 bits. */
const words = (...numbers) => Buffer.from(Uint32Array.from(numbers).buffer);

/** Return a link reply with these common capabilities. */
export function reply(common = MINI_AND_SPICE) {
  return Buffer.concat([Buffer.from("REDQ"), words(2, 2, 182, 0), KEY, words(1, 0, 178, common)]);
}

/** A transport to a server that links each channel; `says` lets it say more. */
export class Server {
  traffic = { read: 0, written: 0 };
  unsent = 0;
  end = "";
  sent = [];
  #unread = [];
  #wake = () => {};

  /** @param {Buffer[]} answers to the request, and to the ticket */
  constructor(answers = [reply(), words(0)]) {
    this.answers = answers;
  }

  send(bytes) {
    this.sent.push(bytes);
    const isLinking = this.sent.length === 1 || bytes.length === TICKET_BYTES;
    const answer = isLinking ? this.answers.shift() : undefined;
    if (answer !== undefined) this.says(answer);
  }

  says(bytes) {
    this.#unread.push(new Uint8Array(bytes));
    this.#wake();
  }

  close(why = "closed") {
    this.end ||= why;
    this.#wake();
  }

  async read() {
    while (this.#unread.length === 0 && this.end === "") {
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.end === "" ? this.#unread.shift() : null;
  }
}

