// @ts-check
// The forward pass: all neurons at all points of the plane in one go, in buffers that are used again.

import { activationOf } from "../evaluation/activations.js";
import { bendAll, weightedSums } from "../evaluation/weighted_sum.js";
import { featuresOf, middleOf } from "./features.js";

/** @import { LayerShape, NetworkData, Outputs, PlayerData, Values } from "./types.d.ts" */

/**
 * Where each layer's weights and biases lie in the vector of all parameters.
 *
 * @param {readonly number[]} sizes
 * @returns {LayerShape[]}
 */
export function shapesOf(sizes) {
  let place = 0;
  return sizes.slice(1).map((fanOut, index) => {
    const fanIn = sizes[index];
    const shape = { fanIn, fanOut, weights: place, biases: place + fanIn * fanOut };
    place = shape.biases + fanOut;
    return shape;
  });
}

/** @param {readonly number[]} sizes */
export function parametersOf(sizes) {
  return sizes.slice(1).reduce((sum, fanOut, index) => sum + (sizes[index] + 1) * fanOut, 0);
}

/**
 * Buffers for so many points: one for each neuron of each layer, the inputs first.
 *
 * @param {readonly number[]} sizes
 * @param {number} count
 * @returns {Values}
 */
export function valuesFor(sizes, count) {
  return sizes.map((size) => Array.from({ length: size }, () => new Float32Array(count)));
}

/**
 * The network's inputs in the middle of every cell of the grid, row by row from the top.
 *
 * @param {Pick<PlayerData, "network" | "typed" | "grid" | "extent">} data
 * @param {Values} values - of `grid * grid` points
 */
export function fillGrid(data, values) {
  const { grid } = data;
  featuresOf(data).forEach((feature, index) => {
    const input = values[0][index];
    for (let row = 0, at = 0; row < grid; row++) {
      const x2 = -middleOf(data, row);
      for (let column = 0; column < grid; column++, at++) input[at] = feature(middleOf(data, column), x2);
    }
  });
}

/**
 * Fills `values` from its inputs on.
 *
 * @param {NetworkData} network
 * @param {Float32Array} weights - all parameters, layer by layer: the weight `(fanOut, fanIn)`, then the bias
 * @param {Values} values
 */
export function forward(network, weights, values) {
  shapesOf(network.sizes).forEach((shape, index) => {
    const activation = network.activations[index];
    const bend = activation ? activationOf(activation) : null;
    const outputs = values[index + 1];
    weightedSums(outputs, values[index], weights, shape.weights, weights.subarray(shape.biases, shape.biases + shape.fanOut));
    if (bend) for (const output of outputs) bendAll(output, bend);
  });
}

/**
 * Of three outputs `into[k]` becomes the share of class k by softmax.
 *
 * @param {Outputs} outputs
 * @param {number} at
 * @param {number[]} into
 */
export function softmaxAt(outputs, at, into) {
  let largest = -Infinity;
  for (let index = 0; index < outputs.length; index++) largest = Math.max(largest, outputs[index][at]);
  let sum = 0;
  for (let index = 0; index < outputs.length; index++) sum += into[index] = Math.exp(outputs[index][at] - largest);
  for (let index = 0; index < outputs.length; index++) into[index] /= sum;
}
