/** The card that says how the connection is, while there is no live screen. */

import { State } from "./connection.js";

/** @typedef {import("./connection.js").Connection} Connection */

/**
 * What the card says in a state; the states without one have no card.
 * @typedef {{ title: string, isBusy: boolean, retry: string | null, stop: string | null }} Words
 */

/** @type {{ [state: string]: (connection: Connection) => Words }} */
const WORDS = {
  [State.CONNECTING]: ({ wasOpen, failures }) => ({
    title: wasOpen || failures > 0 ? "Connecting again" : "Connecting",
    isBusy: true,
    retry: null,
    stop: "Stop",
  }),
  [State.WAITING]: ({ wasOpen }) => ({
    title: wasOpen ? "The connection was lost" : "The machine cannot be reached",
    isBusy: true,
    retry: "Try now",
    stop: "Stop",
  }),
  [State.FAILED]: () => ({
    title: "No connection",
    isBusy: false,
    retry: "Connect again",
    stop: null,
  }),
  [State.STOPPED]: () => ({
    title: "Disconnected",
    isBusy: false,
    retry: "Connect",
    stop: null,
  }),
};

/** How long the card of a state may be away: what is there at once is not announced. */
const PATIENCE_MS = 250;

/** Shows the card. */
export class Card {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Document} document
   * @param {() => void} retry
   * @param {() => void} stop
   */
  constructor(document, retry, stop) {
    const find = (/** @type {string} */ id) =>
      /** @type {HTMLElement} */ (document.getElementById(id));
    this.card = find("card");
    this.spinner = find("spinner");
    this.title = find("card-title");
    this.text = find("card-text");
    this.advice = find("card-advice");
    this.retry = /** @type {HTMLButtonElement} */ (find("retry"));
    this.stop = /** @type {HTMLButtonElement} */ (find("stop"));
    this.retry.addEventListener("click", retry);
    this.stop.addEventListener("click", stop);
  }

  /**
   * Say how the connection is.
   * @param {Connection} connection
   */
  show(connection) {
    clearTimeout(this.#timer);
    const words = WORDS[connection.state]?.(connection);
    if (words === undefined) {
      this.card.hidden = true;
      return;
    }
    this.title.textContent = words.title;
    this.text.textContent = connection.reason?.what ?? "";
    this.advice.textContent = connection.reason?.advice ?? "";
    this.spinner.hidden = !words.isBusy;
    label(this.retry, words.retry);
    label(this.stop, words.stop);
    this.#timer = setTimeout(() => this.#appear(), this.card.hidden ? PATIENCE_MS : 0);
  }

  /**
   * Say that the page itself cannot work.
   * @param {string} title
   * @param {string} text
   */
  fail(title, text) {
    this.title.textContent = title;
    this.text.textContent = text;
    this.spinner.hidden = true;
    label(this.retry, null);
    label(this.stop, null);
    this.card.hidden = false;
  }

  #appear() {
    this.card.hidden = false;
    if (!this.retry.hidden && this.spinner.hidden) this.retry.focus();
  }
}

/**
 * @param {HTMLButtonElement} button
 * @param {string | null} text
 */
function label(button, text) {
  button.hidden = text === null;
  button.textContent = text;
}
