// @ts-check
// What the network is given of a point, by the keys of Python's catalogue. A test holds each to PyTorch's.

import { float32 } from "../decode.js";

/** @import { Plane, PlayerData, TypedFeature } from "./types.d.ts" */

/** @type {Record<string, (x1: number, x2: number) => number>} */
export const FEATURES = {
  x1: (x1) => x1,
  x2: (_, x2) => x2,
  square1: (x1) => x1 * x1,
  square2: (_, x2) => x2 * x2,
  product: (x1, x2) => x1 * x2,
  sine1: (x1) => Math.sin(x1),
  sine2: (_, x2) => Math.sin(x2),
};
export const TYPED = "typed";

/**
 * The middle of a column of the grid; of a row it is the negative, as the first one is on top.
 *
 * @param {Plane} plane
 * @param {number} index
 */
export function middleOf({ grid, extent }, index) {
  return extent * ((2 * index + 1) / grid - 1);
}

/**
 * A function of a point for each of the network's features.
 *
 * @param {Pick<PlayerData, "network" | "typed" | "grid" | "extent">} data
 */
export function featuresOf({ network, typed, grid, extent }) {
  const values = typed ? float32(typed.grid) : null;
  return network.features.map((name) => {
    if (name === TYPED && values) return typedFeature({ grid, extent }, values);
    const feature = FEATURES[name];
    if (!feature) throw new Error(`Expected a feature out of ${Object.keys(FEATURES).join(", ")}, got ${name}: add it to features.js.`);
    return feature;
  });
}

/**
 * A function that somebody typed: Python sends its values on the grid, between which they are interpolated.
 *
 * @param {Plane} plane
 * @param {Float32Array} values - `(grid * grid,)`, the first row on top
 * @returns {TypedFeature}
 */
function typedFeature({ grid, extent }, values) {
  const place = (/** @type {number} */ x) => Math.min(Math.max(((x / extent + 1) * grid - 1) / 2, 0), grid - 1);
  return (x1, x2) => {
    const [across, down] = [place(x1), place(-x2)];
    const [column, row] = [Math.min(Math.floor(across), grid - 2), Math.min(Math.floor(down), grid - 2)];
    const [right, below] = [across - column, down - row];
    const at = row * grid + column;
    const upper = values[at] * (1 - right) + values[at + 1] * right;
    const lower = values[at + grid] * (1 - right) + values[at + grid + 1] * right;
    return upper * (1 - below) + lower * below;
  };
}
