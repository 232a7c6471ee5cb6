/** What a refusal of the link stage means, and what to do about it (wire.md 2.4). */

import { ConnectError, Stage } from "../error.js";
import { LinkErr } from "../protocol/link.js";
import { nameOf } from "./handshake.js";

/** @type {Map<number | null, [string, string]>} */
const ADVICE = new Map([
  [
    LinkErr.PERMISSION_DENIED,
    ["the password is wrong, missing or expired", "give the one that the server has now"],
  ],
  [
    LinkErr.NEED_SECURED,
    ["the server gives it over TLS only", "open the page by https:, or name the TLS port by wss:"],
  ],
  [
    LinkErr.NEED_UNSECURED,
    ["the server gives it without TLS only", "name the server's plain port by ws:"],
  ],
  [
    LinkErr.VERSION_MISMATCH,
    ["the server speaks another version of SPICE, or wants SASL", "let it take a password alone"],
  ],
  [
    LinkErr.BAD_CONNECTION_ID,
    ["the server does not know the session any more", "connect again"],
  ],
  [
    LinkErr.CHANNEL_NOT_AVAILABLE,
    ["the server does not have it any more", "connect again"],
  ],
]);

const OTHER_ADVICE = "see whether that is a SPICE server, and what its log says";

/**
 * Return what to tell a user whom the server did not give a channel.
 * @param {string} channel such as `display:0`
 * @param {import("./handshake.js").Refused} refused
 */
export function refusal(channel, { code, why, advice: own }) {
  const [what, advice] = ADVICE.get(code) ?? [why, own ?? OTHER_ADVICE];
  const stage = code === LinkErr.PERMISSION_DENIED ? Stage.AUTHENTICATION : Stage.LINK;
  const name = code === null ? null : (nameOf(code) ?? null);
  return new ConnectError(stage, `${channel}: ${what}`, advice, name);
}
