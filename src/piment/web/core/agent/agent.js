/** The guest's agent as the client sees it: credit, capabilities, messages (wire.md 13). */

import { Capabilities } from "../capabilities.js";
import {
  AgentCap, AnnounceCapabilities, MessageType, MonConfig, MonitorsConfig, MonitorsConfigFlags,
  readAnnounceCapabilities, writeAnnounceCapabilities, writeMonitorsConfig,
} from "../protocol/agent.js";
import { MOST_MONITOR_SIDE } from "../protocol/limits.js";
import { AgentData, AgentStart } from "../protocol/main.js";
import { WireError } from "../wire/error.js";
import { unpack } from "../wire/reader.js";
import { pack } from "../wire/writer.js";
import { Assembler, piecesOf } from "./stream.js";

/** What we tell the agent that we can do. */
const CAPABILITIES = Capabilities.of([
  AgentCap.MONITORS_CONFIG,
  AgentCap.REPLY,
  AgentCap.MONITORS_CONFIG_POSITION,
]);

/** Credit for the agent: the connection holds it back where we are slow. */
const UNLIMITED = 0xffffffff;

const DEPTH = 32; // bits of a pixel that we ask for

/** @typedef {{ x: number, y: number, width: number, height: number }} Monitor in pixels */

/** Talks with the agent over the main channel; what is sent waits for credit. */
export class Agent {
  isConnected = false;
  /** What the agent can do; nothing before it has told. */
  capabilities = new Capabilities();
  #credit = 0;
  #assembler = new Assembler();
  /** @type {Uint8Array[]} */
  #unsent = [];
  /** @type {Map<number, (body: Uint8Array) => void>} */
  #takers = new Map();

  /**
   * @param {import("../shared.js").Shared} shared
   * @param {(message: object) => void} send to the server
   */
  constructor(shared, send) {
    this.shared = shared;
    this.sendMessage = send;
    this.on(MessageType.ANNOUNCE_CAPABILITIES, (body) => this.#announced(body));
  }

  /**
   * Let `taker` have the bodies of the messages of a type.
   * @param {number} type a `MessageType`
   * @param {(body: Uint8Array) => void} taker throws a `WireError` when they do not fit
   */
  on(type, taker) {
    this.#takers.set(type, taker);
  }

  /**
   * Send a message when there is credit; lost without an agent.
   * @param {number} type a `MessageType`
   * @param {Uint8Array} body
   */
  send(type, body) {
    if (!this.isConnected) return;
    this.#unsent.push(...piecesOf(type, body));
    this.#flush();
  }

  /**
   * Ask the guest for these monitors, the first one first; return whether there was an agent to
   * ask.
   * @param {readonly Monitor[]} monitors
   */
  configureMonitors(monitors) {
    const configs = monitors.map(({ x, y, width, height }) => {
      const [columns, rows] = [width, height].map((side) => Math.min(side, MOST_MONITOR_SIDE));
      return new MonConfig(rows, columns, DEPTH, x, y);
    });
    const flags = this.capabilities.has(AgentCap.MONITORS_CONFIG_POSITION)
      ? MonitorsConfigFlags.USE_POS
      : 0;
    const config = new MonitorsConfig(flags, configs, null);
    this.send(MessageType.MONITORS_CONFIG, pack(writeMonitorsConfig, config));
    return this.isConnected;
  }

  /**
   * Take the credit that the session begins with.
   * @param {number} tokens
   */
  credited(tokens) {
    this.#credit = tokens;
  }

  /**
   * Take more credit.
   * @param {number} tokens
   */
  granted(tokens) {
    this.#credit += tokens;
    this.#flush();
  }

  /**
   * Begin to talk: the agent has come, with this credit or as much as before.
   * @param {number | null} tokens
   */
  connected(tokens) {
    if (tokens !== null) this.credited(tokens);
    this.#forget();
    this.isConnected = true;
    this.sendMessage(new AgentStart(UNLIMITED));
    this.#announce(1);
    this.#changed();
  }

  /** Stop to talk: the agent has gone. */
  disconnected() {
    const wasConnected = this.isConnected;
    this.#forget();
    if (wasConnected) this.#changed();
  }

  /**
   * Take a piece of what the agent says.
   *
   * Throws a `ProtocolError` when it is no part of an agent message.
   * @param {Uint8Array} piece
   */
  receive(piece) {
    for (const { type, body } of this.#assembler.receive(piece)) {
      try {
        this.#takers.get(type)?.(body);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        const what = `agent message ${type}`;
        this.shared.tell({ type: "dropped", channel: "main:0", what, why: error.message });
      }
    }
  }

  /** @param {Uint8Array} body */
  #announced(body) {
    const { request, caps } = unpack(readAnnounceCapabilities, body, "AnnounceCapabilities");
    this.capabilities = new Capabilities(caps);
    if (request !== 0) this.#announce(0);
    this.#changed();
  }

  /** @param {number} request whether the agent should say the same */
  #announce(request) {
    const message = new AnnounceCapabilities(request, [...CAPABILITIES.words]);
    this.send(MessageType.ANNOUNCE_CAPABILITIES, pack(writeAnnounceCapabilities, message));
  }

  #flush() {
    while (this.#credit > 0) {
      const piece = this.#unsent.shift();
      if (piece === undefined) return;
      this.#credit -= 1;
      this.sendMessage(new AgentData(piece));
    }
  }

  #forget() {
    this.isConnected = false;
    this.capabilities = new Capabilities();
    this.#assembler.clear();
    this.#unsent = [];
  }

  #changed() {
    this.shared.tell({ type: "agentChanged", isConnected: this.isConnected });
  }
}
