// @ts-check

/**
 * `value`, or the nearer end of [low, high] when it lies outside.
 *
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
