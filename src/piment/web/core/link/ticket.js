/** The RSA ticket that carries a password (wire.md 2.8). */

import { MOST_PASSWORD_BYTES } from "../protocol/limits.js";
import { ConnectError, Stage } from "../error.js";
import { encrypt } from "./oaep.js";

const ALGORITHM = { name: "RSA-OAEP", hash: "SHA-1" }; // the protocol's choice

/**
 * What `crypto` is in a browser: `subtle` is not always there.
 * @typedef {Pick<typeof crypto, "getRandomValues"> & Partial<Pick<typeof crypto, "subtle">>} Cipher
 */

/**
 * Return the ticket of 128 bytes that carries a password to the owner of a key.
 *
 * Browsers keep their own RSA from pages that did not come over HTTPS or from this machine; there,
 * ours does it. Throws a `ConnectError` when the password is too long, or the key is none.
 * @param {Uint8Array} publicKey DER SubjectPublicKeyInfo of an RSA key of 1024 bits
 * @param {string} password
 * @param {Cipher} [cipher]
 */
export async function seal(publicKey, password, cipher = crypto) {
  const plain = new TextEncoder().encode(`${password}\0`);
  const size = plain.length - 1;
  if (size > MOST_PASSWORD_BYTES) {
    const what = `the password has ${size} bytes, SPICE allows ${MOST_PASSWORD_BYTES}`;
    throw new ConnectError(Stage.AUTHENTICATION, what, "give the one that the server has");
  }
  const { subtle } = cipher;
  try {
    if (subtle === undefined) return encrypt(publicKey, plain, cipher);
    const spki = /** @type {Uint8Array<ArrayBuffer>} */ (publicKey);
    const key = await subtle.importKey("spki", spki, ALGORITHM, false, ["encrypt"]);
    return new Uint8Array(await subtle.encrypt(ALGORITHM, key, plain));
  } catch (error) {
    const what = `the server's key cannot be used (${error})`;
    throw new ConnectError(Stage.LINK, what, "see whether that is a SPICE server");
  }
}
