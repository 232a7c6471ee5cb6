/** SHA-1 (RFC 3174): the hash in the ticket's padding, where its weakness does no harm. */

const BLOCK = 64; // bytes
const LENGTH_BYTES = 8;

/**
 * Return the hash, 20 bytes.
 * @param {Uint8Array} message
 */
export function sha1(message) {
  const blocks = Math.ceil((message.length + 1 + LENGTH_BYTES) / BLOCK);
  const padded = new Uint8Array(blocks * BLOCK);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, 8 * message.length);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  for (let at = 0; at < padded.length; at += BLOCK) take(state, view, at);
  const out = new DataView(new ArrayBuffer(4 * state.length));
  state.forEach((word, index) => out.setUint32(4 * index, word));
  return new Uint8Array(out.buffer);
}

/**
 * Take a block into the state.
 * @param {Uint32Array} state
 * @param {DataView} view
 * @param {number} at
 */
function take(state, view, at) {
  const words = new Uint32Array(80);
  for (let t = 0; t < 16; t += 1) words[t] = view.getUint32(at + 4 * t);
  for (let t = 16; t < 80; t += 1) {
    words[t] = turned(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
  }
  let [a, b, c, d, e] = state;
  for (let t = 0; t < 80; t += 1) {
    const next = (turned(a, 5) + mixed(t, b, c, d) + e + words[t]) | 0;
    [e, d, c, b, a] = [d, c, turned(b, 30), a, next];
  }
  [a, b, c, d, e].forEach((word, index) => {
    state[index] += word;
  });
}

/**
 * @param {number} t the round
 * @param {number} b
 * @param {number} c
 * @param {number} d
 */
function mixed(t, b, c, d) {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/**
 * @param {number} word
 * @param {number} bits
 */
function turned(word, bits) {
  return (word << bits) | (word >>> (32 - bits));
}
