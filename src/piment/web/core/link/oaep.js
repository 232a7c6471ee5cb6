/** RSA-OAEP with SHA-1 (RFC 8017 7.1), for pages to which the browser does not give its own. */

import { sha1 } from "./sha1.js";

const KEY_BYTES = 128; // of the modulus: fixed by the protocol
const HASH_BYTES = 20;
const EXPONENT = 65537n;

/** What stands around the modulus in the DER form of a key of 1024 bits (wire.md 2.8). */
const BEFORE = "30819f300d06092a864886f70d010101050003818d0030818902818100";
const BEHIND = "0203010001";

/**
 * Return a message encrypted for the owner of a key.
 *
 * Throws a `RangeError` when the key is no RSA key of 1024 bits, or the message is too long.
 * @param {Uint8Array} publicKey DER SubjectPublicKeyInfo
 * @param {Uint8Array} message
 * @param {{ getRandomValues: typeof crypto.getRandomValues }} random
 */
export function encrypt(publicKey, message, random) {
  const modulus = modulusOf(publicKey);
  const most = KEY_BYTES - 2 * HASH_BYTES - 2;
  if (message.length > most) throw new RangeError(`${message.length} bytes, at most ${most}`);
  const seed = random.getRandomValues(new Uint8Array(HASH_BYTES));
  const block = new Uint8Array(KEY_BYTES - HASH_BYTES - 1);
  block.set(sha1(new Uint8Array(0)));
  block[block.length - message.length - 1] = 1;
  block.set(message, block.length - message.length);
  mask(block, seed);
  mask(seed, block);
  return raised(Uint8Array.of(0, ...seed, ...block), modulus);
}

/** @param {Uint8Array} publicKey */
function modulusOf(publicKey) {
  const digits = hex(publicKey);
  const start = BEFORE.length;
  const end = start + 2 * KEY_BYTES;
  if (!digits.startsWith(BEFORE) || digits.slice(end) !== BEHIND) {
    throw new RangeError("it is no RSA key of 1024 bits");
  }
  return BigInt(`0x${digits.slice(start, end)}`);
}

/**
 * Mix bytes with what a seed stands for (MGF1).
 * @param {Uint8Array} bytes
 * @param {Uint8Array} seed
 */
function mask(bytes, seed) {
  for (let count = 0; count * HASH_BYTES < bytes.length; count += 1) {
    const pad = sha1(Uint8Array.of(...seed, 0, 0, 0, count));
    for (let at = 0; at < HASH_BYTES && count * HASH_BYTES + at < bytes.length; at += 1) {
      bytes[count * HASH_BYTES + at] ^= pad[at];
    }
  }
}

/**
 * Return the bytes of a number to the power of the exponent, which has two bits.
 * @param {Uint8Array} bytes
 * @param {bigint} modulus
 */
function raised(bytes, modulus) {
  const base = BigInt(`0x${hex(bytes)}`);
  let power = base;
  for (let bits = EXPONENT; bits > 1n; bits >>= 1n) power = (power * power) % modulus;
  const digits = ((power * base) % modulus).toString(16).padStart(2 * KEY_BYTES, "0");
  return Uint8Array.from({ length: KEY_BYTES }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
