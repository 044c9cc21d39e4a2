// @ts-check
// A network without PyTorch: the layers that Python describes, one after another. A test holds each to PyTorch's.

import { activationOf } from "./activations.js";
import { flattened, meansOf, resized, withRim } from "./maps.js";
import { bendAll, weightedSums } from "./weighted_sum.js";
import { fillPatches, pooling, slid } from "./windows.js";

/** @import { Layer, Network, Outputs, Place, Signal, Step } from "./types.d.ts" */

const SIDE = 28;

/**
 * @param {readonly Layer[]} layers
 * @param {Float32Array} weights - of all layers
 * @returns {Network}
 * @throws {Error} when a layer is unknown here
 */
export function networkOf(layers, weights) {
  const steps = layers.map((layer) => stepOf(layer, weights));
  return (image) => {
    /** @type {Signal} */
    let signal = { maps: [image.slice()], height: SIDE, width: SIDE };
    for (const step of steps) signal = step(signal);
    return Float32Array.from(signal.maps, ([value]) => value);
  };
}

/**
 * @param {Layer} layer
 * @param {Float32Array} weights
 * @returns {Step}
 */
function stepOf(layer, weights) {
  switch (layer.kind) {
    case "scale":
      return (signal) => changed(signal, (map) => rescale(map, layer.scale, layer.shift));
    case "linear":
      return linear(layer, weights);
    case "convolution":
      return convolution(layer, weights);
    case "normalisation":
      return (signal) => changed(signal, (map, channel) => rescale(map, weights[layer.scale[0] + channel], weights[layer.shift[0] + channel]));
    case "maximum":
      return pooling(layer, true);
    case "average":
      return pooling(layer, false);
    case "mean":
      return meansOf;
    case "flatten":
      return flattened;
    case "rim":
      return (signal) => withRim(signal, layer.rim, layer.value);
    case "resize":
      return (signal) => resized(signal, layer.height, layer.width);
    case "activation":
      return activation(layer);
    default:
      throw new Error(`Expected a layer that this browser's code knows, got ${JSON.stringify(layer)}: add it to layers.js.`);
  }
}

/**
 * Changes every map in place: nobody else has them.
 *
 * @param {Signal} signal
 * @param {(map: Float32Array, channel: number) => void} change
 */
function changed(signal, change) {
  signal.maps.forEach(change);
  return signal;
}

/**
 * @param {Float32Array} map
 * @param {number} scale
 * @param {number} shift
 */
function rescale(map, scale, shift) {
  for (let at = 0; at < map.length; at++) map[at] = scale * map[at] + shift;
}

/**
 * @param {Layer & { kind: "activation" }} layer
 * @returns {Step}
 */
function activation(layer) {
  const bend = activationOf(layer);
  return (signal) => changed(signal, (map) => bendAll(map, bend));
}

/**
 * @param {Layer & { kind: "linear" }} layer
 * @param {Float32Array} weights
 * @returns {Step}
 */
function linear({ weight: [place, count], bias }, weights) {
  return ({ maps }) => {
    const outputs = fresh(count / maps.length, 1);
    weightedSums(outputs, maps, weights, place, numbersAt(bias, weights));
    return { maps: outputs, height: 1, width: 1 };
  };
}

/**
 * @param {Layer & { kind: "convolution" }} layer
 * @param {Float32Array} weights
 * @returns {Step}
 */
function convolution(layer, weights) {
  const { groups, kernel, weight: [place, count], bias } = layer;
  let patches = /** @type {Outputs} */ ([]);
  return (signal) => {
    const [height, width] = slid(signal, layer);
    const inputs = signal.maps.length / groups;
    const size = inputs * kernel[0] * kernel[1];
    if (patches.length !== groups * size || patches[0].length !== height * width) patches = fresh(groups * size, height * width);
    fillPatches(signal, layer, patches);
    const outputs = fresh(count / size, height * width);
    const biases = numbersAt(bias, weights);
    const share = outputs.length / groups;
    for (let group = 0; group < groups; group++) {
      const [from, to] = [group * share, (group + 1) * share];
      const read = patches.slice(group * size, (group + 1) * size);
      weightedSums(outputs.slice(from, to), read, weights, place + from * size, biases && biases.subarray(from, to));
    }
    return { maps: outputs, height, width };
  };
}

/**
 * @param {Place | null} place
 * @param {Float32Array} weights
 */
function numbersAt(place, weights) {
  return place && weights.subarray(place[0], place[0] + place[1]);
}

/**
 * Buffers that lie one after another.
 *
 * @param {number} count
 * @param {number} length
 * @returns {Outputs}
 */
function fresh(count, length) {
  const all = new Float32Array(count * length);
  return Array.from({ length: count }, (_, index) => all.subarray(index * length, (index + 1) * length));
}
