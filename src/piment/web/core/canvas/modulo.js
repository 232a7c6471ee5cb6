/** The remainder that is never negative. */

/**
 * Return how far `value` lies behind the multiple of `size` before it.
 * @param {number} value
 * @param {number} size
 */
export function modulo(value, size) {
  const rest = value % size;
  return rest < 0 ? rest + size : rest;
}
