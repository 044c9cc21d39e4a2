// @ts-check
// Numbers in the hover box: Plotly's own notation has neither ×10⁻⁵ nor a rule of its own for round numbers.

import { numberText } from "../number_text.js";

/** @import { Trace } from "./types.d.ts" */

const NUMBER = /%\{y:\.(\d+)~g\}/;

/**
 * Where a trace's template asks for its number in N significant digits (`%{y:.N~g}`), writes it as sentences do.
 *
 * @param {Trace} trace - changed in place
 */
export function writeNumbers(trace) {
  const digits = trace.hovertemplate?.match(NUMBER)?.[1];
  if (!digits || !trace.y) return;
  trace.text = valuesOf(trace.y).map((value) => (value === null ? "" : numberText(value, +digits)));
  trace.hovertemplate = trace.hovertemplate?.replace(NUMBER, "%{text}");
}

/**
 * The numbers as a list; Plotly's JSON has arrays of NumPy as base64.
 *
 * @param {NonNullable<Trace["y"]>} values
 * @returns {(number | null)[]}
 */
export function valuesOf(values) {
  if (Array.isArray(values)) return values;
  const bytes = Uint8Array.from(atob(values.bdata), (character) => character.charCodeAt(0));
  return [...(values.dtype === "f4" ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer))];
}
