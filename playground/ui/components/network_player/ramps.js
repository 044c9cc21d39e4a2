// @ts-check
// From a value to a colour: a table for each neuron, so that a pixel is one look-up.

import { mix } from "../theme.js";
import { BOUNDED } from "../evaluation/activations.js";

/** @import { NetworkData, Ramp, Theme, Values } from "./types.d.ts" */

const HALF = 256;
export const FULL = 0.66; // of a tone in a pixel of shade 1: points in the full tone stand out on it
const ONE_SIDED = 6; // up to where values of activations without an upper end are told apart

/**
 * @param {number[]} rgb
 */
export function pixelOf([red, green, blue]) {
  return (255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red);
}

/**
 * @param {Theme} theme
 * @param {number} range - the largest value that is told apart
 * @param {(value: number) => number} shadeOf - -1 to 1
 * @param {number[]} [above] - the tone of positive shades
 * @returns {Ramp}
 */
export function rampOf(theme, range, shadeOf, above = theme.tones[1]) {
  const colors = new Uint32Array(2 * HALF + 1).map((_, index) => {
    const shade = shadeOf(((index - HALF) / HALF) * range);
    return pixelOf(mix(theme.paper, shade < 0 ? theme.tones[0] : above, FULL * Math.min(1, Math.abs(shade))));
  });
  return { colors, scale: HALF / range, half: HALF };
}

/**
 * A ramp for each neuron of each layer.
 *
 * @param {NetworkData} network
 * @param {Theme} theme
 * @param {Values} values - of the grid, for the range of the inputs
 * @param {boolean} flat - two colours alone
 */
export function rampsOf(network, theme, values, flat) {
  const flatten = (/** @type {(value: number) => number} */ shadeOf) =>
    flat ? (/** @type {number} */ value) => (shadeOf(value) < 0 ? -0.8 : 0.8) : shadeOf;
  const linear = (/** @type {number} */ range) => rampOf(theme, range, flatten((value) => value / range));
  const soft = (/** @type {number} */ width) => flatten((value) => Math.tanh(value / width));
  const inputs = values[0].map((input) => linear(largest(input)));
  const hidden = network.activations.map(({ name }, layer) => {
    const ramp = BOUNDED.has(name) ? linear(1) : rampOf(theme, ONE_SIDED, soft(1.5));
    return Array(network.sizes[layer + 1]).fill(ramp);
  });
  return [inputs, ...hidden, outputRamps(network, theme, flat, soft(2), linear)];
}

/**
 * @param {NetworkData} network
 * @param {Theme} theme
 * @param {boolean} flat
 * @param {(value: number) => number} probability - the shade of a logit
 * @param {(range: number) => Ramp} linear
 */
function outputRamps(network, theme, flat, probability, linear) {
  const outputs = network.sizes.at(-1) ?? 1;
  if (outputs === 1) return [network.shown === "probability" ? rampOf(theme, 8, probability) : linear(1)];
  const share = (/** @type {number} */ value) => (flat ? +(value > 0.5) : Math.max(0, value));
  return Array.from({ length: outputs }, (_, index) => rampOf(theme, 1, share, theme.tones[index % theme.tones.length]));
}

/** @param {Float32Array} values */
function largest(values) {
  let most = 1e-9;
  for (const value of values) if (Math.abs(value) > most && Number.isFinite(value)) most = Math.abs(value);
  return most;
}

/**
 * Colours `values` into `pixels` from `start` on.
 *
 * @param {Float32Array} values
 * @param {Ramp} ramp
 * @param {Uint32Array} pixels
 * @param {number} start
 */
export function colorInto(values, { colors, scale, half }, pixels, start) {
  const last = colors.length - 1;
  for (let at = 0; at < values.length; at++) {
    const place = values[at] * scale + half + 0.5;
    pixels[start + at] = colors[place >= last ? last : place > 0 ? place | 0 : place <= 0 ? 0 : half];
  }
}
