// @ts-check
// Numbers as a person reads them: 0.2361, −1.35, 3.2×10⁻⁵.

import { format, precisionFixed } from "d3-format";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const MOST_DECIMALS = 6;

/** @param {number} exponent */
function superscript(exponent) {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[+digit]);
  return (exponent < 0 ? "⁻" : "") + digits;
}

/**
 * `value` in `digits` significant digits without zeros at their end; small integers exactly. `formatting.format_number`
 * of Python writes the same.
 *
 * @param {number} value
 * @param {number} [digits]
 */
export function numberText(value, digits = 4) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e5) return format("d")(value);
  const [mantissa, power] = format(`.${digits - 1}~e`)(Math.abs(value)).split("e");
  const [sign, exponent] = [value < 0 ? "−" : "", +power.replace("−", "-")];
  if (exponent < -4 || exponent > 5) return `${sign}${mantissa === "1" ? "" : `${mantissa}×`}10${superscript(exponent)}`;
  return sign + format(`.${digits}~r`)(Math.abs(value));
}

/**
 * A coordinate on an axis or under the pointer: as many decimals as the window needs, no more.
 *
 * @param {number} value
 * @param {number} extent - of the window
 */
export function coordinateText(value, extent) {
  return format(`.${Math.min(MOST_DECIMALS, precisionFixed(extent / 100))}f`)(value);
}

/** @param {number} count */
export function countText(count) {
  return format(",d")(count);
}

/** @param {number} loss */
export function lossText(loss) {
  return `loss ${numberText(loss)}`;
}

/** @param {number} step */
export function stepText(step) {
  return `step ${countText(step)}`;
}
