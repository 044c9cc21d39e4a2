// @ts-check

/**
 * The nearest whole number, and of two the even one, as Python's `round` and NumPy's `rint` have it.
 *
 * @param {number} x
 */
export function roundToEven(x) {
  const below = Math.floor(x);
  const past = x - below;
  if (past !== 0.5) return past < 0.5 ? below : below + 1;
  return below % 2 ? below + 1 : below;
}
