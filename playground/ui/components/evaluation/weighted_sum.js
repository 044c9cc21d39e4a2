// @ts-check
// What every layer with weights does, at all points or pixels in one go.

import { relu } from "./activations.js";

/** @import { ActivationFunction, Outputs } from "./types.d.ts" */

const [ROWS, COLUMNS] = [4, 8];

/**
 * Fills each output with its bias and, of each input, its weight times its value.
 *
 * @param {Outputs} outputs
 * @param {Outputs} inputs
 * @param {Float32Array} weights
 * @param {number} place - of the first output's weights, one for each input; those of the others follow
 * @param {Float32Array | null} biases - of the outputs; 0 without
 */
export function weightedSums(outputs, inputs, weights, place, biases) {
  const [many, count] = [outputs.length, inputs.length];
  if (many && outputs[0].length === 1) {
    outputs.forEach((output, neuron) => (output[0] = (biases?.[neuron] ?? 0) + sumAt(inputs, weights, place + neuron * count)));
    return;
  }
  outputs.forEach((output, neuron) => output.fill(biases?.[neuron] ?? 0));
  const blocks = many - (many % ROWS);
  for (let neuron = 0; neuron < blocks; neuron += ROWS) addToFour(outputs, neuron, inputs, weights, place + neuron * count);
  for (let neuron = blocks; neuron < many; neuron++) addFrom(0, outputs[neuron], inputs, weights, place + neuron * count);
}

/**
 * @param {Outputs} inputs - of one value each
 * @param {Float32Array} weights
 * @param {number} place
 */
function sumAt(inputs, weights, place) {
  let sum = 0;
  for (let index = 0; index < inputs.length; index++) sum += weights[place + index] * inputs[index][0];
  return sum;
}

/**
 * To an output the inputs from one on.
 *
 * @param {number} from
 * @param {Float32Array} output
 * @param {Outputs} inputs
 * @param {Float32Array} weights
 * @param {number} place
 */
function addFrom(from, output, inputs, weights, place) {
  for (let index = from; index < inputs.length; index++) {
    const [weight, input] = [weights[place + index], inputs[index]];
    for (let at = 0; at < output.length; at++) output[at] += weight * input[at];
  }
}

/**
 * To four outputs, eight inputs at once: each number is read and written less often.
 *
 * @param {Outputs} outputs
 * @param {number} neuron
 * @param {Outputs} inputs
 * @param {Float32Array} weights
 * @param {number} place
 */
function addToFour(outputs, neuron, inputs, weights, place) {
  const count = inputs.length;
  const four = outputs.slice(neuron, neuron + ROWS);
  const blocks = count - (count % COLUMNS);
  for (let index = 0; index < blocks; index += COLUMNS) addBlock(four, inputs, index, weights, place + index);
  four.forEach((output, row) => addFrom(blocks, output, inputs, weights, place + row * count));
}

/**
 * @param {Outputs} four
 * @param {Outputs} inputs
 * @param {number} index
 * @param {Float32Array} weights
 * @param {number} p
 */
function addBlock(four, inputs, index, weights, p) {
  // Without destructuring, which would take as long as the sums do where maps are small.
  const first = four[0], second = four[1], third = four[2], fourth = four[3];
  const a = inputs[index], b = inputs[index + 1], c = inputs[index + 2], d = inputs[index + 3];
  const e = inputs[index + 4], f = inputs[index + 5], g = inputs[index + 6], h = inputs[index + 7];
  const q = p + inputs.length, r = q + inputs.length, s = r + inputs.length;
  const w0 = weights[p + 0], w1 = weights[p + 1], w2 = weights[p + 2], w3 = weights[p + 3];
  const w4 = weights[p + 4], w5 = weights[p + 5], w6 = weights[p + 6], w7 = weights[p + 7];
  const x0 = weights[q + 0], x1 = weights[q + 1], x2 = weights[q + 2], x3 = weights[q + 3];
  const x4 = weights[q + 4], x5 = weights[q + 5], x6 = weights[q + 6], x7 = weights[q + 7];
  const y0 = weights[r + 0], y1 = weights[r + 1], y2 = weights[r + 2], y3 = weights[r + 3];
  const y4 = weights[r + 4], y5 = weights[r + 5], y6 = weights[r + 6], y7 = weights[r + 7];
  const z0 = weights[s + 0], z1 = weights[s + 1], z2 = weights[s + 2], z3 = weights[s + 3];
  const z4 = weights[s + 4], z5 = weights[s + 5], z6 = weights[s + 6], z7 = weights[s + 7];
  const points = first.length;
  for (let at = 0; at < points; at++) {
    const v0 = a[at], v1 = b[at], v2 = c[at], v3 = d[at], v4 = e[at], v5 = f[at], v6 = g[at], v7 = h[at];
    first[at] += w0 * v0 + w1 * v1 + w2 * v2 + w3 * v3 + w4 * v4 + w5 * v5 + w6 * v6 + w7 * v7;
    second[at] += x0 * v0 + x1 * v1 + x2 * v2 + x3 * v3 + x4 * v4 + x5 * v5 + x6 * v6 + x7 * v7;
    third[at] += y0 * v0 + y1 * v1 + y2 * v2 + y3 * v3 + y4 * v4 + y5 * v5 + y6 * v6 + y7 * v7;
    fourth[at] += z0 * v0 + z1 * v1 + z2 * v2 + z3 * v3 + z4 * v4 + z5 * v5 + z6 * v6 + z7 * v7;
  }
}

/**
 * The usual ones without a call for each number.
 *
 * @param {Float32Array} output
 * @param {ActivationFunction} bend
 */
export function bendAll(output, bend) {
  if (bend === relu) for (let at = 0; at < output.length; at++) output[at] = output[at] > 0 ? output[at] : 0;
  else if (bend === Math.tanh) for (let at = 0; at < output.length; at++) output[at] = Math.tanh(output[at]);
  else for (let at = 0; at < output.length; at++) output[at] = bend(output[at]);
}
