// @ts-check
// What is written beside the plane: the point worked out, and how far the exercise is solved.

import { make, setText } from "../dom.js";
import { numberText } from "../number_text.js";
import { countRight, lineOf, sumAt } from "./neuron.js";

/** @import { Plane } from "./types.d.ts" */

const DIGITS = 4;
const DECIMALS = 4; // what learning leaves of a weight that is as good as 0, is 0
const PATIENCE = 3; // tries after which is said that it cannot be done

const shown = (/** @type {number} */ value) => numberText(+value.toFixed(DECIMALS) + 0, DIGITS);
const signed = (/** @type {number} */ value) => (value < 0 ? `(${shown(value)})` : shown(value)).replace("(0)", "0");

/** @param {Plane} plane */
export function writeSums({ elements, state, data, activation }) {
  const { w1, w2, b, x1, x2 } = state;
  const z = sumAt(state, [x1, x2]);
  const { label } = data.activation;
  const part = (/** @type {string} */ name, /** @type {string} */ text) => make("span", name, text);
  elements.sum.replaceChildren(
    part("term w1", `${signed(w1)}·${signed(x1)}`), " + ",
    part("term w2", `${signed(w2)}·${signed(x2)}`), b < 0 ? " − " : " + ",
    part("term b", shown(Math.abs(b))),
  );
  elements.sumResult.replaceChildren("= ", part("result", numberText(clean(z), DIGITS)));
  setText(elements.where, `The point (${numberText(x1)}, ${numberText(x2)})`);
  setText(elements.outputRule, `${label}(z) = a`);
  elements.output.replaceChildren(`${label}(${numberText(clean(z), DIGITS)}) = `, part(`result ${z > 0 ? "yes" : "no"}`, outputText(activation(z))));
}

/**
 * What is nearly 1 is not said to be 1.
 *
 * @param {number} a
 */
export function outputText(a) {
  const near = Math.round(a);
  return `${a !== near && Math.abs(a - near) < 5e-5 ? "≈ " : ""}${shown(a)}`;
}

/**
 * Without what adding decimals in binary leaves behind.
 *
 * @param {number} value
 */
function clean(value) {
  return +value.toFixed(9) + 0;
}

/** @param {Plane} plane */
export function writeLegend({ elements, activation, data: { points } }) {
  const middle = numberText(activation(0), 3);
  const flat = activation(-40) === activation(0);
  const [no, yes] = points.length ? ["no: ", "yes: "] : ["", ""];
  setText(elements.low, `${no}a ${flat ? "=" : "<"} ${middle}`);
  setText(elements.high, `${yes}a > ${middle}`);
}

/**
 * How many points are right; true when all are.
 *
 * @param {Plane} plane
 */
export function writeVerdict({ elements, state, data, tries, path }) {
  const { points, classes, best, whyNot } = data;
  elements.verdict.hidden = !points.length;
  elements.outside.hidden = Boolean(lineOf(state, data.extent)) || !(state.w1 || state.w2);
  if (!points.length) return false;
  const right = countRight(state, points, classes);
  const solved = right === points.length;
  elements.verdict.classList.toggle("solved", solved);
  const hopeless = best < points.length && (right === best || tries >= PATIENCE || path?.step === (path?.losses.length ?? 0) - 1);
  setText(elements.count, solved ? `Solved: ${right} of ${points.length} right` : `${right} of ${points.length} right`);
  elements.why.hidden = !hopeless;
  if (hopeless) setText(elements.why, `No line has more than ${best} of ${points.length} right. ${whyNot}`);
  return solved;
}
