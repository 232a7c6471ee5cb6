/** The main channel: the session, its mouse mode, its agent, where it moves (wire.md 5). */

import { Agent } from "../agent/agent.js";
import { Capabilities } from "../capabilities.js";
import { MainCap } from "../protocol/capabilities.js";
import {
  AgentConnected, AgentConnectedTokens, AgentData, AgentDisconnected, AgentToken, ChannelsList,
  Init, MigrateSwitchHost, MouseMode, MouseModeFlags, MouseModeRequest, MultiMediaTime, Name, Uuid,
} from "../protocol/main.js";
import { Channel } from "./channel.js";

/**
 * Who opens the other channels.
 * @typedef {object} Owner
 * @property {(sessionId: number) => void} initialised takes the session's id
 * @property {(offer: readonly import("../protocol/main.js").ChannelId[]) => void} offered takes the
 *   channels that there are, or that came to be
 */

/** The channel that a session begins and ends with. */
export class MainChannel extends Channel {
  /** @type {string | null} */
  machineName = null;
  /** @type {string | null} */
  uuid = null;
  /** @type {number} */
  #wanted = MouseModeFlags.CLIENT;

  /**
   * @param {import("../shared.js").Shared} shared
   * @param {Owner} owner
   */
  constructor(shared, owner) {
    super(shared, "main", 0);
    this.owner = owner;
    this.agent = new Agent(shared, (message) => this.send(message));
    this.on(Init, (init) => this.#initialise(init));
    this.on(ChannelsList, ({ channels }) => owner.offered(channels));
    this.on(MouseMode, ({ supported, current }) => this.#setMouseMode(current, supported));
    this.on(MultiMediaTime, ({ mm_time: time }) => shared.clock.set(time));
    this.on(Name, ({ name }) => {
      this.machineName = new TextDecoder().decode(name);
      this.#identified();
    });
    this.on(Uuid, ({ uuid }) => {
      this.uuid = dashed(uuid);
      this.#identified();
    });
    this.on(MigrateSwitchHost, (message) => this.#switchHost(message));
    this.#followAgent();
  }

  /**
   * What we announce: not that sessions can move with their connections, as the other host may not
   * be there for a page. Servers then send SWITCH_HOST (wire.md 15.3).
   */
  get announced() {
    return Capabilities.of([MainCap.NAME_AND_UUID, MainCap.AGENT_CONNECTED_TOKENS]);
  }

  /**
   * Ask for a mouse mode, now and whenever the server can have it.
   * @param {number} mode a `MouseModeFlags`
   */
  wantMouseMode(mode) {
    this.#wanted = mode;
    this.#askForMouseMode();
  }

  #followAgent() {
    const { agent } = this;
    this.on(AgentConnected, () => agent.connected(null));
    this.on(AgentConnectedTokens, ({ num_tokens: tokens }) => agent.connected(tokens));
    this.on(AgentDisconnected, () => agent.disconnected());
    this.on(AgentData, ({ data }) => agent.receive(data));
    this.on(AgentToken, ({ num_tokens: tokens }) => agent.granted(tokens));
  }

  /** @param {Init} init */
  #initialise(init) {
    this.shared.clock.set(init.multi_media_time);
    this.shared.ramHint = init.ram_hint;
    this.#setMouseMode(init.current_mouse_mode, init.supported_mouse_modes);
    this.agent.credited(init.agent_tokens);
    if (init.agent_connected !== 0) this.agent.connected(null);
    this.owner.initialised(init.session_id);
  }

  /**
   * @param {number} current
   * @param {number} supported
   */
  #setMouseMode(current, supported) {
    this.shared.mouseMode = current;
    this.shared.mouseModes = supported;
    this.shared.tell({ type: "mouseModeChanged", current, supported });
    this.#askForMouseMode();
  }

  #askForMouseMode() {
    const { mouseMode, mouseModes } = this.shared;
    if (this.#wanted !== mouseMode && (this.#wanted & mouseModes) !== 0) {
      this.send(new MouseModeRequest(this.#wanted));
    }
  }

  #identified() {
    this.shared.tell({ type: "identified", name: this.machineName, uuid: this.uuid });
  }

  /** @param {MigrateSwitchHost} message */
  #switchHost({ host_data: data, port, sport: tlsPort }) {
    const host = data === null ? null : new TextDecoder().decode(data);
    this.shared.tell({ type: "switchHost", host, port, tlsPort });
  }
}

/**
 * Return the usual form of a UUID.
 * @param {Uint8Array} bytes 16
 */
function dashed(bytes) {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
