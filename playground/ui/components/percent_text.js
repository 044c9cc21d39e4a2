// @ts-check
// Percentages as sentences show them: `format_percent` in playground/formatting.py. A test holds the two together.

const SPACE = "\u00a0";

/**
 * One digit after the point; never 100.0 % for a probability below 1, nor 0.0 % for one above 0.
 *
 * @param {number} percent
 */
export function percentText(percent) {
  if (percent >= 99.95) return percent >= 100 ? `100${SPACE}%` : `>${SPACE}99.9${SPACE}%`;
  return percent > 0 && percent < 0.05 ? `<${SPACE}0.1${SPACE}%` : `${tenths(percent)}${SPACE}%`;
}

/**
 * Of two nearest numbers the even one, as Python writes it.
 *
 * @param {number} number
 */
function tenths(number) {
  const between = Number.isInteger(4 * number) && !Number.isInteger(2 * number);
  return (between ? 2 * Math.round(5 * number) / 10 : number).toFixed(1);
}
