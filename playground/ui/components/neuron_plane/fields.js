// @ts-check
// Both weights and the bias, each with a slider and a number.

import { clamp } from "../clamp.js";
import { make } from "../dom.js";

/** @import { Field, Plane, State } from "./types.d.ts" */

const LARGEST = 1000;
const FIELDS = /** @type {const} */ ([
  ["w1", "w₁", "first weight", 10],
  ["w2", "w₂", "second weight", 10],
  ["b", "b", "bias", 30],
]);

/**
 * @param {HTMLElement} into
 * @returns {Field[]}
 */
export function makeFields(into) {
  const fields = FIELDS.map(([name, label, meaning, most]) => {
    const slider = make("input", "");
    Object.assign(slider, { type: "range", min: -most, max: most, step: 0.01 });
    slider.setAttribute("aria-label", `${label}, ${meaning}`);
    const number = make("input", "");
    Object.assign(number, { type: "number", min: -LARGEST, max: LARGEST, step: 0.1 });
    number.setAttribute("aria-label", `${label}, ${meaning}, as a number`);
    return { name, slider, number, row: make("div", `number ${name}`, make("span", "name", label), slider, number) };
  });
  into.replaceChildren(...fields.map(({ row }) => row));
  return fields;
}

/**
 * @param {Plane} plane
 * @param {(state: State) => void} change
 * @param {() => void} rest
 */
export function watchFields(plane, change, rest) {
  for (const { name, slider, number } of plane.fields) {
    for (const input of [slider, number]) {
      input.oninput = () => {
        plane.typed = input;
        const value = input.valueAsNumber;
        if (Number.isFinite(value)) change({ ...plane.state, [name]: clamp(value, -LARGEST, LARGEST) });
      };
      input.onchange = () => {
        plane.typed = null;
        rest();
      };
    }
  }
}

/**
 * A field that is being typed into keeps its text.
 *
 * @param {Plane} plane
 */
export function showFields({ fields, state, typed }) {
  for (const { name, slider, number } of fields) {
    const text = String(+(+state[name].toPrecision(4)).toFixed(4));
    if (slider.value !== text) slider.value = text;
    if (number !== typed && number.value !== text) number.value = text;
  }
}
