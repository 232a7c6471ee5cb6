/** How a session comes to be, is lost, and comes back: one table of states. */

/** What the page is at. */
export const State = Object.freeze({
  /** Nobody wants a session. */
  STOPPED: "stopped",
  CONNECTING: "connecting",
  OPEN: "open",
  /** The server wants a password, or another one. */
  ASKING: "asking",
  /** A session is to come back after a while. */
  WAITING: "waiting",
  /** It makes no sense to try again as things are. */
  FAILED: "failed",
});

/**
 * What can happen in each state, and which one follows.
 * @type {Record<string, Record<string, string>>}
 */
export const STEPS = Object.freeze({
  stopped: { started: State.CONNECTING },
  connecting: {
    opened: State.OPEN,
    denied: State.ASKING,
    lost: State.WAITING,
    refused: State.FAILED,
    stopped: State.STOPPED,
  },
  open: {
    denied: State.ASKING,
    lost: State.WAITING,
    refused: State.FAILED,
    stopped: State.STOPPED,
  },
  asking: { started: State.CONNECTING, stopped: State.STOPPED },
  waiting: { started: State.CONNECTING, stopped: State.STOPPED },
  failed: { started: State.CONNECTING, stopped: State.STOPPED },
});

/**
 * Before each attempt to come back; the last one repeats. Together with what connecting takes on a
 * busy machine, a server is back on the page within 3 s.
 */
const WAITS_MS = [200, 400, 700, 1000, 1500];

/**
 * What is known of why a session is not there.
 * @typedef {object} Reason
 * @property {"denied" | "lost" | "refused"} kind
 * @property {string} what happened
 * @property {string} advice what to do about it
 */

/**
 * A session that is opened; `end` says why it is over.
 * @typedef {object} Attempt
 * @property {Promise<void>} opened never settles if it is not
 * @property {Promise<Reason>} ended
 * @property {() => void} close
 */

/** Keeps a session. */
export class Connection {
  #state = /** @type {string} */ (State.STOPPED);
  /** @type {Attempt | null} */
  #attempt = null;
  #password = "";
  #failures = 0; // in a row
  /** @type {() => void} */
  #forget = () => {};

  /**
   * @param {(password: string) => Attempt} open begins a session
   * @param {(act: () => void, ms: number) => () => void} later calls after some time; returns what
   *   keeps it from that
   * @param {(connection: Connection) => void} tell is called after each step
   */
  constructor(open, later, tell) {
    this.open = open;
    this.later = later;
    this.tell = tell;
    /** Why the last session is not there. @type {Reason | null} */
    this.reason = null;
    /** Whether there was a session. */
    this.wasOpen = false;
    /** Whether a password was given. */
    this.hasPassword = false;
  }

  /** One of `State`. */
  get state() {
    return this.#state;
  }

  /** How often in a row it failed. */
  get failures() {
    return this.#failures;
  }

  /** Open a session, now. */
  start() {
    this.#step("started");
  }

  /** Wait no longer, if that is what is done. */
  hurry() {
    if (this.#state === State.WAITING) this.start();
  }

  /**
   * Open a session with a password.
   * @param {string} password
   */
  give(password) {
    this.#password = password;
    this.hasPassword = true;
    this.#step("started");
  }

  /** End the session, and want none. */
  stop() {
    this.reason = null;
    this.#step("stopped");
  }

  /** @param {string} event */
  #step(event) {
    const next = STEPS[this.#state][event];
    if (next === undefined) return;
    this.#state = next;
    this.#forget();
    this.#forget = () => {};
    if (next !== State.OPEN) this.#close();
    if (next === State.CONNECTING) this.#begin();
    if (next === State.WAITING) this.#wait();
    this.tell(this);
  }

  #begin() {
    const attempt = this.open(this.#password);
    this.#attempt = attempt;
    attempt.opened.then(() => {
      if (this.#attempt !== attempt) return;
      this.#failures = 0;
      this.wasOpen = true;
      this.reason = null;
      this.#step("opened");
    });
    attempt.ended.then((reason) => {
      if (this.#attempt !== attempt) return;
      this.reason = reason;
      this.#step(reason.kind);
    });
  }

  #wait() {
    const wait = WAITS_MS[Math.min(this.#failures, WAITS_MS.length - 1)];
    this.#failures += 1;
    this.#forget = this.later(() => this.#step("started"), wait);
  }

  #close() {
    const attempt = this.#attempt;
    this.#attempt = null;
    attempt?.close();
  }
}
