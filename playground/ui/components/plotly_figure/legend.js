// @ts-check
// What the legend hides. Traces of one name are one curve, in however many panels it is drawn.

/** @import { Trace } from "./types.d.ts" */

/**
 * The hidden names after a click on `name`.
 *
 * @param {ReadonlySet<string>} hidden
 * @param {string} name
 */
export function toggled(hidden, name) {
  const names = new Set(hidden);
  if (!names.delete(name)) names.add(name);
  return names;
}

/**
 * The hidden names after a double click on `name`: all others, or none when it was alone already.
 *
 * @param {ReadonlySet<string>} hidden
 * @param {string} name
 * @param {Trace[]} traces
 */
export function isolated(hidden, name, traces) {
  const others = traces.filter((trace) => trace.showlegend !== false && trace.name !== name);
  const alone = !hidden.has(name) && others.every((trace) => hidden.has(trace.name));
  return new Set(alone ? [] : others.map((trace) => trace.name));
}
