// @ts-check
// The neuron's output over the plane: z takes few different colours, so that a pixel is one look-up.

import { contextOf } from "../dom.js";
import { BOUNDED } from "../evaluation/activations.js";
import { FULL, pixelOf } from "../network_player/ramps.js";
import { mix } from "../theme.js";

/** @import { ActivationFunction, Plane, Theme } from "./types.d.ts" */

export const GRID = 240; // pixels in a row
const COLORS = 2048;
const SOFT = 1.5; // of the scale of activations without an end

/**
 * From z to a shade, -1 to 1: how far the output is from where z = 0, below or above.
 *
 * @param {string} name
 * @param {ActivationFunction} activation
 */
export function shadeOf(name, activation) {
  const middle = activation(0);
  if (!BOUNDED.has(name)) return (/** @type {number} */ z) => Math.tanh((activation(z) - middle) / SOFT);
  const span = activation(1000) - middle;
  return (/** @type {number} */ z) => (activation(z) - middle) / span;
}

/**
 * @param {Theme} theme
 * @param {number} shade
 */
export function shadePixel({ paper, tones }, shade) {
  return pixelOf(mix(paper, tones[shade < 0 ? 0 : 1], FULL * Math.min(1, Math.abs(shade))));
}

/** @param {Plane} plane */
export function paintMap({ state: { w1, w2, b }, data, theme, activation, pixels, picture }) {
  const { extent } = data;
  const range = Math.abs(b) + extent * (Math.abs(w1) + Math.abs(w2)) + 1e-9;
  const shade = shadeOf(data.activation.name, activation);
  const colors = new Uint32Array(COLORS + 1);
  for (let at = 0; at <= COLORS; at++) colors[at] = shadePixel(theme, shade((2 * at / COLORS - 1) * range));
  const into = new Uint32Array(pixels.data.buffer);
  const cell = (2 * extent) / GRID;
  const scale = COLORS / 2 / range;
  for (let row = 0, at = 0; row < GRID; row++) {
    let place = (w1 * (cell / 2 - extent) + w2 * (extent - (row + 0.5) * cell) + b + range) * scale + 0.5;
    for (let column = 0; column < GRID; column++, place += w1 * cell * scale) into[at++] = colors[place | 0];
  }
  contextOf(picture).putImageData(pixels, 0, 0);
}
