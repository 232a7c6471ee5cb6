/** The innermost loops of QUIC (codecs.md 1.2 to 1.4, 1.7), one for each number of channels. */

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
  const { threshold, escaped, escapeBits, escapeMask, unfolded, mask } = family;
  const { codes } = this.models[0];
  let { at } = bits;
  let context = coded[column];
  let left = current[column];
  for (; column < end; column += 1) {
    const over = isFirstRow ? left : above[column + 1];
    if (column >= nextRun && over === above[column] && left === current[column - 1]) {
      if (!isFirstRow) break;
    }
    const code = codes[context];
    const [index, shift] = [at >>> 5, at & 31];
    const next = ((words[index] << shift) | ((words[index + 1] >>> 1) >>> (31 - shift))) >>> 0;
    if (next > threshold[code]) {
      const zeros = Math.clz32(next);
      const length = zeros + 1 + code;
      context = ((zeros << code) | ((next >>> (32 - length)) & ((1 << code) - 1))) & mask;
      at += length;
    } else {
      const length = escapeBits[code];
      context = (escaped[code] + ((next >>> (32 - length)) & escapeMask[code])) & mask;
      at += length;
    }
    coded[column + 1] = context;
    left = (unfolded[context] + ((left + over) >>> 1)) & mask;
    current[column + 1] = left;
  }
  bits.at = at;
  return column;
}

/**
 * The span of red, green and blue: bytes 2, 1 and 0 of a pixel, and 0, 1 and 2 of its residuals.
 * @this {Group}
 * @param {number} column
 * @param {number} end
 * @param {number} nextRun before which there is no run
 */
export function triple(column, end, nextRun) {
  const { bits, current, above, coded, family, isFirstRow } = this;
  const { words } = bits;
  const { threshold, escaped, escapeBits, escapeMask, unfolded, mask } = family;
  const { models } = this;
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
    const mean = (left & over) + (((left ^ over) >>> 1) & 0x7f7f7f);
    for (let channel = 0; channel < 3; channel += 1) {
      const code = channel === 0 ? reds[red] : channel === 1 ? greens[green] : blues[blue];
      const [index, shift] = [at >>> 5, at & 31];
      const next = ((words[index] << shift) | ((words[index + 1] >>> 1) >>> (31 - shift))) >>> 0;
      let value;
      if (next > threshold[code]) {
        const zeros = Math.clz32(next);
        const length = zeros + 1 + code;
        value = ((zeros << code) | ((next >>> (32 - length)) & ((1 << code) - 1))) & mask;
        at += length;
      } else {
        const length = escapeBits[code];
        value = (escaped[code] + ((next >>> (32 - length)) & escapeMask[code])) & mask;
        at += length;
      }
      if (channel === 0) red = value;
      else if (channel === 1) green = value;
      else blue = value;
    }
    coded[column + 1] = red | (green << 8) | (blue << 16);
    left =
      (((unfolded[red] + (mean >>> 16)) & mask) << 16) |
      (((unfolded[green] + ((mean >>> 8) & 0xff)) & mask) << 8) |
      ((unfolded[blue] + (mean & 0xff)) & mask);
    current[column + 1] = left;
  }
  bits.at = at;
  return column;
}
