/** What goes wrong between a client and a server, besides bytes (`WireError`) and pixels. */

/** A server sent a well-formed message that has no place here. */
export class ProtocolError extends Error {
  /** @param {string} why which message, and both numbers */
  constructor(why) {
    super(why);
    this.name = "ProtocolError";
  }
}

/** How far a connection had come. */
export const Stage = Object.freeze({
  CONNECT: "connect",
  LINK: "link",
  AUTHENTICATION: "authentication",
  SESSION: "session",
});

/** @typedef {typeof Stage[keyof typeof Stage]} StageName */

/** A server cannot be reached, or does not give the channel that was asked for. */
export class ConnectError extends Error {
  /**
   * @param {StageName} stage how far it had come
   * @param {string} what happened
   * @param {string} advice what to do about it
   * @param {string | null} [code] the name of the server's link error (wire.md 2.4)
   */
  constructor(stage, what, advice, code = null) {
    super(`${stage}: ${what}: ${advice}`);
    this.name = "ConnectError";
    this.stage = stage;
    this.what = what;
    this.advice = advice;
    this.code = code;
  }

  /** Whether it is about who we are: another password may help. */
  get isDenial() {
    return this.stage === Stage.AUTHENTICATION;
  }
}
