// Holds the client's side of link stages and dialogues for test_link.py and test_dialogue.py: each
// line is a JSON list of runs, each answer a line with as many results.

import { createInterface } from "node:readline";
import { Capabilities } from "../../src/piment/web/core/capabilities.js";
import { Dialogue, Dropped } from "../../src/piment/web/core/dialogue.js";
import { ProtocolError } from "../../src/piment/web/core/error.js";
import { Handshake, KeyOffered, Linked } from "../../src/piment/web/core/link/handshake.js";
import { seal } from "../../src/piment/web/core/link/ticket.js";
import { told, understood } from "./telling.js";

const bytesOf = (text) => new Uint8Array(Buffer.from(text, "hex"));
const hex = (bytes) => Buffer.from(bytes).toString("hex");

/** Where a browser keeps its RSA from the page. */
const INSECURE = { getRandomValues: (array) => crypto.getRandomValues(array) };

function toldEvent(event) {
  if (event === null) return null;
  if (event instanceof KeyOffered) return { key: hex(event.publicKey) };
  if (event instanceof Linked) {
    return { isMini: event.isMini, capabilities: event.capabilities.words };
  }
  return { code: event.code, why: event.why };
}

function handshake({ request, chunks, ticket }) {
  const capabilities = Capabilities.of(request.capabilities);
  const stage = new Handshake({ ...request, capabilities });
  const events = [];
  let sent = "";
  for (const chunk of chunks) {
    let event = stage.receive(bytesOf(chunk));
    for (; event !== null; event = stage.advance()) {
      events.push(toldEvent(event));
      if (event instanceof KeyOffered) sent = hex(stage.answer(bytesOf(ticket)));
    }
  }
  const left = events.length === 0 ? stage.peerLeft().why : null;
  const rest = hex(stage.takeRest());
  return { request: hex(stage.request), events, answer: sent, rest, left };
}

async function sealing({ key, password, isSecure }) {
  const cipher = isSecure ? crypto : INSECURE;
  return { ticket: hex(await seal(bytesOf(key), password, cipher)) };
}

function dialogue({ channel, isMini, chunks, sends }) {
  const one = new Dialogue(channel, isMini);
  for (const message of sends) one.send(understood(message));
  const events = [];
  let broken = null;
  try {
    for (const chunk of chunks) {
      for (const event of one.receive(bytesOf(chunk))) {
        const { message, number, size, why, serial } = event;
        if (event instanceof Dropped) events.push({ number, size, why });
        else events.push({ value: told(message), serial: String(serial) });
      }
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    broken = error.message;
  }
  return { events, broken, output: hex(Buffer.concat(one.takeOutput())) };
}

const RUNS = { handshake, sealing, dialogue };

async function answer({ run, ...rest }) {
  try {
    return await RUNS[run](rest);
  } catch (error) {
    return error.name === "ConnectError" ? { refused: error.message } : { crash: error.stack };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const answers = [];
  for (const request of JSON.parse(line)) answers.push(await answer(request));
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
