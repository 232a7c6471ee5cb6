/** The innermost loops of QUIC (codecs.md 1.2 to 1.4, 1.7), one for each number of channels. */

import { REST, SHORT, longSymbol } from "./codes.js";

/** @typedef {import("./group.js").Group} Group */

/**
 * The span of one channel.
 * @this {Group}
 * @param {number} column
 * @param {number} end
 * @param {number} nextRun before which there is no run
 */
export function single(column, end, nextRun) {
  const { bits, current, above, coded, family, isFirstRow } = this;
  const { words } = bits;
  const { symbols, unfolded, mask } = family;
  const { codes } = this.models[0];
  let { at } = bits;
  let context = coded[column];
  let left = current[column];
  for (; column < end; column += 1) {
    const over = isFirstRow ? left : above[column + 1];
    if (column >= nextRun && over === above[column] && left === current[column - 1]) {
      if (!isFirstRow) break;
    }
    const next = nextBits(words, at);
    const code = codes[context];
    const symbol = symbols[(code << SHORT) | (next >>> REST)] || longSymbol(family, code, next);
    at += symbol >>> 8;
    context = symbol & 0xff;
    coded[column + 1] = context;
    left = (unfolded[context] + ((left + over) >>> 1)) & mask;
    current[column + 1] = left;
  }
  bits.at = at;
  return column;
}

/**
 * The span of red, green and blue: bytes 2, 1 and 0 of a pixel, and 0, 1 and 2 of its residuals.
 *
 * The three codes of most pixels lie in the 32 bits that are fetched for the first one.
 * @this {Group}
 * @param {number} column
 * @param {number} end
 * @param {number} nextRun before which there is no run
 */
export function triple(column, end, nextRun) {
  const { bits, current, above, coded, family, isFirstRow, models } = this;
  const { words } = bits;
  const { symbols, unfolded, mask } = family;
  const [reds, greens, blues] = [models[0].codes, models[1].codes, models[2].codes];
  let { at } = bits;
  let red = coded[column] & 0xff;
  let green = (coded[column] >>> 8) & 0xff;
  let blue = coded[column] >>> 16;
  let left = current[column];
  for (; column < end; column += 1) {
    const over = isFirstRow ? left : above[column + 1];
    if (column >= nextRun && over === above[column] && left === current[column - 1]) {
      if (!isFirstRow) break;
    }
    let next = nextBits(words, at);
    let code = reds[red];
    let symbol = symbols[(code << SHORT) | (next >>> REST)] || longSymbol(family, code, next);
    const length = symbol >>> 8;
    red = symbol & 0xff;
    next = length <= REST ? next << length : nextBits(words, at + length);
    code = greens[green];
    symbol = symbols[(code << SHORT) | (next >>> REST)];
    if (symbol === 0) symbol = longSymbol(family, code, nextBits(words, at + length));
    green = symbol & 0xff;
    const both = length + (symbol >>> 8);
    next = both <= REST ? next << (symbol >>> 8) : nextBits(words, at + both);
    code = blues[blue];
    symbol = symbols[(code << SHORT) | (next >>> REST)];
    if (symbol === 0) symbol = longSymbol(family, code, nextBits(words, at + both));
    at += both + (symbol >>> 8);
    blue = symbol & 0xff;
    coded[column + 1] = red | (green << 8) | (blue << 16);
    const mean = (left & over) + (((left ^ over) >>> 1) & 0x7f7f7f);
    left =
      (((unfolded[red] + (mean >>> 16)) & mask) << 16) |
      (((unfolded[green] + ((mean >>> 8) & 0xff)) & mask) << 8) |
      ((unfolded[blue] + (mean & 0xff)) & mask);
    current[column + 1] = left;
  }
  bits.at = at;
  return column;
}

/**
 * Return the next 32 bits.
 * @param {Uint32Array} words
 * @param {number} at
 */
function nextBits(words, at) {
  const index = at >>> 5;
  const shift = at & 31;
  return (words[index] << shift) | ((words[index + 1] >>> 1) >>> (31 - shift));
}
