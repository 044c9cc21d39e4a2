// @ts-check
// The activations that networks may have, by the keys of Python's catalogue. A test holds each to PyTorch's.

import { tabulatedErf } from "./erf.js";

/** @import { ActivationData, ActivationFunction } from "./types.d.ts" */

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;
const softplus = (/** @type {number} */ x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
export const relu = (/** @type {number} */ x) => (x > 0 ? x : 0);
const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));
const clip = (/** @type {number} */ x, /** @type {number} */ low, /** @type {number} */ high) => (x < low ? low : x > high ? high : x);
const PLAIN_ABOVE = 20; // of Softplus, as in PyTorch

/** @type {Record<string, (parameters: Record<string, number>) => ActivationFunction>} */
export const ACTIVATIONS = {
  relu: () => relu,
  sigmoid: () => sigmoid,
  tanh: () => Math.tanh,
  linear: () => (x) => x,
  leaky_relu: ({ negative_slope: slope = 0.01 }) => (x) => (x > 0 ? x : slope * x),
  relu6: () => (x) => clip(x, 0, 6),
  elu: ({ alpha = 1 }) => (x) => (x > 0 ? x : alpha * Math.expm1(x)),
  selu: () => (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
  celu: ({ alpha = 1 }) => (x) => (x > 0 ? x : alpha * Math.expm1(x / alpha)),
  gelu: () => (x) => (x / 2) * (1 + tabulatedErf(x * Math.SQRT1_2)),
  gelu_tanh: () => (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  silu: () => (x) => x * sigmoid(x),
  mish: () => (x) => x * Math.tanh(softplus(x)),
  hardswish: () => (x) => x * clip(x / 6 + 0.5, 0, 1),
  softplus: ({ beta = 1 }) => (x) => (x * beta > PLAIN_ABOVE ? x : softplus(beta * x) / beta),
  squareplus: ({ b = 4 }) => (x) => (x + Math.sqrt(x * x + b)) / 2,
  log_sigmoid: () => (x) => -softplus(-x),
  tanhshrink: () => (x) => x - Math.tanh(x),
  softsign: () => (x) => x / (1 + Math.abs(x)),
  hardtanh: ({ min_val: low = -1, max_val: high = 1 }) => (x) => clip(x, low, high),
  hardsigmoid: () => (x) => clip(x / 6 + 0.5, 0, 1),
};

/** Those whose values stay within -1 to 1, so that a shade can be the value itself. */
export const BOUNDED = new Set(["sigmoid", "tanh", "softsign", "hardtanh", "hardsigmoid"]);

/**
 * @param {ActivationData} activation
 * @throws {Error} when this browser's code does not know it
 */
export function activationOf({ name, parameters = {} }) {
  const build = ACTIVATIONS[name];
  if (!build) throw new Error(`Expected an activation out of ${Object.keys(ACTIVATIONS).join(", ")}, got ${name}: add it to activations.js.`);
  return build(parameters);
}
