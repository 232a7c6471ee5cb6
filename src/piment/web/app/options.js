/** What the page's address asks for: where the machine is, and how to show it. */

/** How the screen's size and the page's go together. */
export const Scale = Object.freeze({
  /** The whole screen is seen. */
  FIT: "fit",
  /** A pixel of the machine is one of the display. */
  ACTUAL: "1:1",
  /** The machine is asked for a screen of the page's size. */
  GUEST: "guest",
});

/**
 * What the address may say, such as `?host=vm&port=5900&view-only&scale=1:1`.
 * @typedef {object} Options
 * @property {string} url the WebSocket that SPICE is spoken over
 * @property {boolean} isOwn whether that is the page's own server
 * @property {boolean} viewOnly whether keys and mouse stay here
 * @property {string} scale one of `Scale`
 * @property {number} display the one to begin with
 * @property {string} layout of the machine's keyboard, by X's name
 */

const MOST_PORT = 0xffff;
const HOST = /^(\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\]+)$/i;

/** An address asks for what cannot be; the message says what. */
export class OptionError extends Error {
  name = "OptionError";
}

/**
 * Read the page's address.
 *
 * `host` and `port` name another server, `secure` says that it speaks TLS, `path` is where it has
 * its WebSocket. Without them it is the server that the page came from.
 *
 * Throws an `OptionError`.
 * @param {string} address such as `http://127.0.0.1:8080/?view-only`
 * @returns {Options}
 */
export function optionsIn(address) {
  const page = new URL(address);
  const { searchParams: asked } = page;
  const isOwn = !["host", "port", "path"].some((name) => asked.has(name));
  return {
    url: isOwn ? ownUrl(page) : foreignUrl(page),
    isOwn,
    viewOnly: isOn(asked, "view-only"),
    scale: oneOf(asked, "scale", Object.values(Scale)),
    display: number(asked, "display", 0, 255) ?? 0,
    layout: asked.get("layout") ?? "us",
  };
}

/** @param {URL} page */
function ownUrl(page) {
  const url = new URL("spice", page);
  url.protocol = page.protocol === "https:" ? "wss:" : "ws:";
  url.search = "";
  url.hash = "";
  return url.href;
}

/** @param {URL} page */
function foreignUrl({ protocol, hostname, port, searchParams: asked }) {
  const host = asked.get("host") ?? hostname;
  if (!HOST.test(host)) throw new OptionError(`host=${host} is no host`);
  const given = number(asked, "port", 1, MOST_PORT) ?? port;
  const isSecure = asked.has("secure") ? isOn(asked, "secure") : protocol === "https:";
  const path = (asked.get("path") ?? "").replace(/^\/*/, "/");
  const place = given === "" ? host : `${host}:${given}`;
  return `${isSecure ? "wss" : "ws"}://${place}${path}`;
}

/**
 * Whether an option is given, and not as 0, false, no or off.
 * @param {URLSearchParams} asked
 * @param {string} name
 */
function isOn(asked, name) {
  return asked.has(name) && !["0", "false", "no", "off"].includes(asked.get(name) ?? "");
}

/**
 * @param {URLSearchParams} asked
 * @param {string} name
 * @param {readonly string[]} known the first one is the default
 */
function oneOf(asked, name, known) {
  const value = asked.get(name) ?? known[0];
  if (known.includes(value)) return value;
  throw new OptionError(`${name}=${value} is none of ${known.join(", ")}`);
}

/**
 * @param {URLSearchParams} asked
 * @param {string} name
 * @param {number} least
 * @param {number} most
 */
function number(asked, name, least, most) {
  const text = asked.get(name);
  if (text === null) return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new OptionError(`${name}=${text} is no number from ${least} to ${most}`);
}
