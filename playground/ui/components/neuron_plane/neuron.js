// @ts-check
// One neuron's arithmetic: its sum, the line where that is 0, and what dragging makes of weights and bias.

import { clamp } from "../clamp.js";

/** @import { Line, Point, State } from "./types.d.ts" */

const LEAST = 0.05; // length of weights that dragging leaves
const MOST = 20;
const [SHORTEST, LONGER, HALF] = [0.9, 3.3, 3]; // of the arrow in units of the plane, and the length of weights half way
const STRAIGHT = Math.PI / 20; // of a turn by the arrow that counts as none

/**
 * @param {Pick<State, "w1" | "w2" | "b">} neuron
 * @param {Point} point
 */
export function sumAt({ w1, w2, b }, [x1, x2]) {
  return w1 * x1 + w2 * x2 + b;
}

/**
 * The line within the picture; null where there is none.
 *
 * @param {State} state
 * @param {number} extent
 * @returns {Line | null}
 */
export function lineOf({ w1, w2, b }, extent) {
  const length = Math.hypot(w1, w2);
  if (!length) return null;
  const [n1, n2] = [w1 / length, w2 / length];
  const nearest = [(-b / length) * n1, (-b / length) * n2];
  let [low, high] = [-Infinity, Infinity];
  for (const [from, step] of [[nearest[0], -n2], [nearest[1], n1]]) {
    if (Math.abs(step) < 1e-9) {
      if (Math.abs(from) > extent) return null;
      continue;
    }
    const ends = [(-extent - from) / step, (extent - from) / step].sort((one, other) => one - other);
    [low, high] = [Math.max(low, ends[0]), Math.min(high, ends[1])];
  }
  if (high - low < extent / 20) return null;
  const at = (/** @type {number} */ along) => /** @type {Point} */ ([nearest[0] - n2 * along, nearest[1] + n1 * along]);
  return { first: at(low), second: at(high), middle: at((low + high) / 2), normal: [n1, n2], length };
}

/**
 * The same line through another point.
 *
 * @param {State} state
 * @param {Point} point
 * @returns {State}
 */
export function movedTo(state, point) {
  return { ...state, b: -sumAt({ ...state, b: 0 }, point) };
}

/**
 * Weights of a length and direction, the line through `pivot`.
 *
 * @param {State} state
 * @param {Point} pivot
 * @param {Point} towards - where z grows, of any length but 0
 * @param {number} length
 * @returns {State}
 */
export function pointed(state, pivot, towards, length) {
  const size = clamp(length, LEAST, MOST) / Math.hypot(...towards);
  return movedTo({ ...state, w1: towards[0] * size, w2: towards[1] * size }, pivot);
}

/**
 * An end of the line goes to a point, its middle stays, and so does the length of the weights.
 *
 * @param {State} state - when it was taken hold of
 * @param {Line} line - at that moment
 * @param {Point} to
 * @param {boolean} second - which end
 */
export function turnedTo(state, { middle, length }, to, second) {
  const sign = second ? 1 : -1;
  const along = [sign * (to[0] - middle[0]), sign * (to[1] - middle[1])];
  if (Math.hypot(...along) < 0.2) return state;
  return pointed(state, middle, [along[1], -along[0]], length);
}

/**
 * How long the arrow of weights is: longer ones have a longer arrow, all fit.
 *
 * @param {number} length
 */
export function arrowOf(length) {
  return SHORTEST + (LONGER * length) / (length + HALF);
}

/**
 * How long the weights of an arrow are.
 *
 * @param {number} arrow
 */
export function lengthOf(arrow) {
  const part = clamp((arrow - SHORTEST) / LONGER, 0, 0.99);
  return clamp((HALF * part) / (1 - part), LEAST, MOST);
}

/**
 * Where the arrow ends; shortened where it would leave the picture.
 *
 * @param {Line} line
 * @param {number} extent
 * @returns {Point}
 */
export function tipOf({ middle, normal, length }, extent) {
  const room = middle.map((from, axis) => (normal[axis] ? (Math.sign(normal[axis]) * (extent - 0.35) - from) / normal[axis] : Infinity));
  const arrow = clamp(arrowOf(length), 0.5, Math.max(0.5, Math.min(...room)));
  return [middle[0] + normal[0] * arrow, middle[1] + normal[1] * arrow];
}

/**
 * The arrow's tip goes to a point: its distance from the line's middle is the length, its direction turns the line.
 *
 * @param {State} state - when it was taken hold of
 * @param {Line} line - at that moment
 * @param {Point} to
 * @param {number} extent
 */
export function stretchedTo(state, line, to, extent) {
  const [tip, { middle, normal, length }] = [tipOf(line, extent), line];
  const [from, now] = [tip, to].map((end) => /** @type {Point} */ ([end[0] - middle[0], end[1] - middle[1]]));
  if (Math.hypot(...now) < 0.2) return state;
  const turn = Math.atan2(normal[0] * now[1] - normal[1] * now[0], normal[0] * now[0] + normal[1] * now[1]);
  const straight = Math.abs(turn) < STRAIGHT || Math.abs(turn) > Math.PI / 2;
  const reach = Math.abs(turn) > Math.PI / 2 ? 0 : straight ? normal[0] * now[0] + normal[1] * now[1] : Math.hypot(...now);
  return pointed(state, middle, straight ? normal : now, lengthOf(arrowOf(length) + reach - Math.hypot(...from)));
}

/**
 * Numbers that a person reads: two decimals, one more for short weights.
 *
 * @param {State} state
 * @returns {State}
 */
export function rounded({ w1, w2, b, x1, x2 }) {
  const parts = Math.hypot(w1, w2) < 0.5 ? 1000 : 100;
  const round = (/** @type {number} */ value) => Math.round(value * parts) / parts;
  const tenth = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  return { w1: round(w1), w2: round(w2), b: round(b), x1: tenth(x1), x2: tenth(x2) };
}

/**
 * Of points, how many lie on the side where they belong.
 *
 * @param {State} state
 * @param {Point[]} points
 * @param {number[]} classes
 */
export function countRight(state, points, classes) {
  return points.reduce((right, point, index) => right + +(sumAt(state, point) > 0 === classes[index] > 0), 0);
}

/** @param {string} text */
export function stateOf(text) {
  const [w1, w2, b, x1, x2] = text.split(",").map(Number);
  return { w1, w2, b, x1, x2 };
}

/** @param {State} state */
export function textOf({ w1, w2, b, x1, x2 }) {
  return [w1, w2, b, x1, x2].map((value) => String(+value.toPrecision(6))).join(",");
}
