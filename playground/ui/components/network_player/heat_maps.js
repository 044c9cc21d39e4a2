// @ts-check
// The heat maps: a small one for each neuron, one below the other in one picture, and the large one.

import { contextOf } from "../dom.js";
import { mix } from "../theme.js";
import { fillGrid, forward, softmaxAt, valuesFor } from "./forward.js";
import { FULL, colorInto, pixelOf, rampsOf } from "./ramps.js";

/** @import { Neuron, Outputs, Player } from "./types.d.ts" */

const FINER = 4; // pixels of the large one for a cell of the grid

/**
 * Buffers and inputs for a network that is new.
 *
 * @param {Player} player
 */
export function prepareHeatMaps(player) {
  const { data } = player;
  const key = JSON.stringify([data.network, data.grid, data.extent, data.typed?.grid]);
  if (key === player.inputsKey) return;
  player.inputsKey = key;
  player.shownKey = "";
  player.values = valuesFor(data.network.sizes, data.grid ** 2);
  player.pointValues = valuesFor(data.network.sizes, 1);
  fillGrid(data, player.values);
  const outputs = data.network.sizes.at(-1) ?? 1;
  player.shares = outputs > 1 ? Array.from({ length: outputs }, () => new Float32Array(data.grid ** 2)) : [];
  player.enlarged = Array.from({ length: outputs }, () => new Float32Array((FINER * data.grid) ** 2));
  const neurons = data.network.sizes.reduce((sum, size) => sum + size, 0);
  [player.tiles, player.tilePixels] = picture(data.grid, data.grid * neurons);
  [player.large, player.largePixels] = picture(FINER * data.grid, FINER * data.grid);
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {[HTMLCanvasElement, ImageData]}
 */
function picture(width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return [canvas, contextOf(canvas).createImageData(width, height)];
}

/**
 * The colours, which depend on the theme and on the inputs.
 *
 * @param {Player} player
 */
export function prepareRamps(player) {
  const { data, theme, values } = player;
  player.ramps = rampsOf(data.network, theme, values, false);
  player.flatRamps = rampsOf(data.network, theme, values, true);
  player.shownKey = player.largeKey = "";
}

/**
 * All neurons over the plane, with these weights.
 *
 * @param {Player} player
 * @param {Float32Array} weights
 */
export function computeHeatMaps(player, weights) {
  const { data, values, shares } = player;
  forward(data.network, weights, values);
  const outputs = values[values.length - 1];
  const into = shares.map(() => 0);
  for (let at = 0; shares.length && at < shares[0].length; at++) {
    softmaxAt(outputs, at, into);
    for (let index = 0; index < into.length; index++) shares[index][at] = into[index];
  }
}

/** @param {Player} player */
export function paintTiles(player) {
  const { data, ramps, tilePixels, tiles } = player;
  const pixels = new Uint32Array(tilePixels.data.buffer);
  let start = 0;
  player.values.forEach((layer, number) => {
    layer.forEach((_, index) => {
      colorInto(shownValues(player, { layer: number, index }), ramps[number][index], pixels, start);
      start += data.grid ** 2;
    });
  });
  contextOf(tiles).putImageData(tilePixels, 0, 0);
}

/**
 * What the heat map of a neuron shows: its output; of several outputs their shares.
 *
 * @param {Pick<Player, "values" | "shares">} player
 * @param {Neuron} neuron
 */
export function shownValues({ values, shares }, { layer, index }) {
  return layer === values.length - 1 && shares.length ? shares[index] : values[layer][index];
}

/**
 * The large heat map: of one neuron, or of all outputs.
 *
 * @param {Player} player
 * @param {Neuron | null} neuron - null for the outputs
 * @param {boolean} flat
 */
export function paintLarge(player, neuron, flat) {
  const { data, shares, enlarged, largePixels, large, values } = player;
  const pixels = new Uint32Array(largePixels.data.buffer);
  const ramps = flat ? player.flatRamps : player.ramps;
  if (neuron || !shares.length) {
    const shown = neuron ?? { layer: values.length - 1, index: 0 };
    enlarge(shownValues(player, shown), data.grid, enlarged[0]);
    colorInto(enlarged[0], ramps[shown.layer][shown.index], pixels, 0);
  } else {
    shares.forEach((share, index) => enlarge(share, data.grid, enlarged[index]));
    colorShares(player, enlarged, pixels, flat);
  }
  contextOf(large).putImageData(largePixels, 0, 0);
}

/**
 * @param {Player} player
 * @param {Outputs} shares
 * @param {Uint32Array} pixels
 * @param {boolean} flat
 */
function colorShares({ theme }, shares, pixels, flat) {
  const tones = shares.map((_, index) => mix(theme.paper, theme.tones[index % theme.tones.length], FULL));
  const flatPixels = tones.map((tone) => pixelOf(mix(theme.paper, tone, 0.85)));
  for (let at = 0; at < pixels.length; at++) {
    let [red, green, blue, best] = [0, 0, 0, 0];
    for (let index = 0; index < shares.length; index++) {
      const share = shares[index][at];
      if (share > shares[best][at]) best = index;
      red += share * tones[index][0];
      green += share * tones[index][1];
      blue += share * tones[index][2];
    }
    pixels[at] = flat ? flatPixels[best] : (255 << 24) | (blue << 16) | (green << 8) | red;
  }
}

/**
 * Values between the cells' middles, bilinearly.
 *
 * @param {Float32Array} values - `(grid * grid,)`
 * @param {number} grid
 * @param {Float32Array} into - `(FINER * grid) ** 2`
 */
export function enlarge(values, grid, into) {
  const size = FINER * grid;
  for (let row = 0, at = 0; row < size; row++) {
    const down = Math.min(Math.max((row + 0.5) / FINER - 0.5, 0), grid - 1);
    const upper = Math.min(Math.floor(down), grid - 2);
    const below = down - upper;
    for (let column = 0; column < size; column++, at++) {
      const across = Math.min(Math.max((column + 0.5) / FINER - 0.5, 0), grid - 1);
      const left = Math.min(across | 0, grid - 2);
      const right = across - left;
      const place = upper * grid + left;
      const top = values[place] + (values[place + 1] - values[place]) * right;
      const bottom = values[place + grid] + (values[place + grid + 1] - values[place + grid]) * right;
      into[at] = top + (bottom - top) * below;
    }
  }
}
