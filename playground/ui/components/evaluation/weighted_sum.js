// @ts-check
// What every layer with weights does, at all points or pixels in one go.

import { relu } from "./activations.js";

/** @import { ActivationFunction, Outputs } from "./types.d.ts" */

const BLOCK = 4;

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
  const blocks = many - (many % BLOCK);
  for (let neuron = 0; neuron < blocks; neuron += BLOCK) addToFour(outputs, neuron, inputs, weights, place + neuron * count);
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
 * To four outputs, four inputs at once: each number is read and written a fourth as often.
 *
 * @param {Outputs} outputs
 * @param {number} neuron
 * @param {Outputs} inputs
 * @param {Float32Array} weights
 * @param {number} place
 */
function addToFour(outputs, neuron, inputs, weights, place) {
  const count = inputs.length;
  const four = outputs.slice(neuron, neuron + BLOCK);
  const blocks = count - (count % BLOCK);
  for (let index = 0; index < blocks; index += BLOCK) addSquare(four, inputs, index, weights, place + index, count);
  four.forEach((output, row) => addFrom(blocks, output, inputs, weights, place + row * count));
}

/**
 * @param {Outputs} four
 * @param {Outputs} inputs
 * @param {number} index
 * @param {Float32Array} weights
 * @param {number} place
 * @param {number} count
 */
function addSquare(four, inputs, index, weights, place, count) {
  // Without destructuring, which would take as long as the sums do where maps are small.
  const first = four[0], second = four[1], third = four[2], fourth = four[3];
  const a = inputs[index], b = inputs[index + 1], c = inputs[index + 2], d = inputs[index + 3];
  const q = place + count, r = q + count, s = r + count;
  const w0 = weights[place], w1 = weights[place + 1], w2 = weights[place + 2], w3 = weights[place + 3];
  const x0 = weights[q], x1 = weights[q + 1], x2 = weights[q + 2], x3 = weights[q + 3];
  const y0 = weights[r], y1 = weights[r + 1], y2 = weights[r + 2], y3 = weights[r + 3];
  const z0 = weights[s], z1 = weights[s + 1], z2 = weights[s + 2], z3 = weights[s + 3];
  const points = first.length;
  for (let at = 0; at < points; at++) {
    const i = a[at], j = b[at], k = c[at], l = d[at];
    first[at] += w0 * i + w1 * j + w2 * k + w3 * l;
    second[at] += x0 * i + x1 * j + x2 * k + x3 * l;
    third[at] += y0 * i + y1 * j + y2 * k + y3 * l;
    fourth[at] += z0 * i + z1 * j + z2 * k + z3 * l;
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
