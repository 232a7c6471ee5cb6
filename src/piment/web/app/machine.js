/** Sessions with the machine, as the page's connection wants them. */

import { Session } from "../core/session.js";
import { DrawError } from "../core/canvas/error.js";
import { CodecError } from "../core/decoders/error.js";
import { ConnectError, ProtocolError, Stage } from "../core/error.js";
import { WireError } from "../core/wire/error.js";
import { Video } from "../core/display/video.js";
import { MAKERS } from "./video.js";

/** @typedef {import("./connection.js").Attempt} Attempt */
/** @typedef {import("./connection.js").Reason} Reason */

/** Refusals that stay as they are until somebody changes the server or the address. */
const FINAL = new Set(["NEED_SECURED", "NEED_UNSECURED", "VERSION_MISMATCH", "INVALID_MAGIC"]);

/** What a server is to blame for. */
const THEIRS = [ProtocolError, WireError, CodecError, DrawError];

const NONSENSE = "The server sent what makes no sense. Connect again to begin anew.";
const DEFECT = "That is a defect of this page: please report it. Connect again to begin anew.";

/**
 * Begin a session.
 * @param {string} url
 * @param {string} password
 * @param {boolean} isViewOnly whether keys and mouse stay here
 * @param {(session: Session) => void} begun is called before anything happens
 * @returns {Attempt}
 */
export function openSession(url, password, isViewOnly, begun) {
  const session = new Session({ url, password, isViewOnly, video: new Video(MAKERS) });
  begun(session);
  /** @type {(reason: Reason) => void} */
  let end = () => {};
  /** @type {Promise<Reason>} */
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  /** @type {Promise<void>} */
  const opened = new Promise((resolve) => {
    session.open().then(resolve, (error) => end(reasonOf(error, "")));
  });
  opened.then(() => {
    if (session.endReason !== null) end(reasonOf(null, session.endReason));
    session.listen((event) => {
      if (event.type === "disconnected") end(reasonOf(event.error, event.reason));
    });
  });
  return { opened, ended, close: () => session.close() };
}

/**
 * Return where a machine is that moves (wire.md 15.3).
 * @param {string} url where it was
 * @param {{ host: string | null, port: number, tlsPort: number }} to
 */
export function movedUrl(url, { host, port, tlsPort }) {
  const moved = new URL(url);
  if (host) moved.hostname = host.includes(":") ? `[${host}]` : host;
  const there = moved.protocol === "wss:" ? tlsPort : port;
  if (there > 0) moved.port = String(there);
  return moved.href;
}

/**
 * Return what an error means for the connection.
 * @param {Error | null} error
 * @param {string} reason
 * @returns {Reason}
 */
export function reasonOf(error, reason) {
  if (error === null) return { kind: "lost", what: reason, advice: "" };
  if (!(error instanceof ConnectError)) {
    const isTheirs = THEIRS.some((kind) => error instanceof kind);
    if (!isTheirs) console.error(error);
    return { kind: "refused", what: error.message, advice: isTheirs ? NONSENSE : DEFECT };
  }
  return { kind: kindOf(error), what: sentence(error.what), advice: sentence(error.advice) };
}

/**
 * @param {ConnectError} error
 * @returns {Reason["kind"]}
 */
function kindOf(error) {
  if (error.isDenial) return "denied";
  return error.stage === Stage.LINK && FINAL.has(error.code ?? "") ? "refused" : "lost";
}

/** @param {string} text */
function sentence(text) {
  return text === "" ? "" : `${text[0].toUpperCase()}${text.slice(1)}.`;
}
