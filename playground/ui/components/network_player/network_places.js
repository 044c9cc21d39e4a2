// @ts-check
// Where neurons and weights lie in the picture of the network.

import { clamp } from "../clamp.js";
import { parametersOf, shapesOf } from "./forward.js";

/** @import { Link, NetworkPlaces, Point } from "./types.d.ts" */

export const HEAD = 26; // pixels above the first neuron, for the layers' names
const FOOT = 16; // below the last one, for its number
const LEFT = 52; // beside the inputs, for the features' names
const RIGHT = 10;
const GAP = 17; // between two neurons of a layer: room for a number
const TILES = [20, 52]; // the least and the most across; with less room the picture scrolls
const LEAST_LINK = 18; // between two layers: room for lines
const MOST_STRIDE = 170; // from layer to layer
const REACH = 6; // pixels from a line at which it is meant

/**
 * @param {readonly number[]} sizes
 * @param {number} room - pixels across
 * @param {number} height - pixels that should be filled
 * @returns {NetworkPlaces}
 */
export function networkPlaces(sizes, room, height) {
  const rows = Math.max(...sizes);
  const down = (Math.max(height, 250) - HEAD - FOOT) / rows - GAP;
  const across = (room - LEFT - RIGHT - LEAST_LINK * (sizes.length - 1)) / sizes.length;
  const tile = clamp(Math.floor(Math.min(Math.max(down, 28), across)), TILES[0], TILES[1]);
  const free = (room - LEFT - RIGHT - tile) / (sizes.length - 1);
  const stride = clamp(free, tile + LEAST_LINK, MOST_STRIDE);
  const content = LEFT + RIGHT + tile + stride * (sizes.length - 1);
  const shift = Math.max(0, (room - content) / 2);
  const high = Math.max(height, HEAD + FOOT + rows * (tile + GAP));
  const corners = sizes.map((size, layer) => {
    const step = Math.min((high - HEAD - FOOT) / size, tile + 60);
    const top = HEAD + (high - HEAD - FOOT - step * size) / 2 + (step - tile) / 2;
    return Array.from({ length: size }, (_, index) => /** @type {Point} */ ([Math.round(shift + LEFT + layer * stride), Math.round(top + index * step)]));
  });
  return { width: Math.max(room, content), height: high, tile, stride, corners };
}

/**
 * The ends of the curve of a weight.
 *
 * @param {NetworkPlaces} places
 * @param {Link} link
 * @returns {[Point, Point]}
 */
export function endsOf({ corners, tile }, { layer, index, from }) {
  const [x0, y0] = corners[layer - 1][from];
  const [x1, y1] = corners[layer][index];
  return [[x0 + tile, y0 + tile / 2], [x1, y1 + tile / 2]];
}

/**
 * The middle of the dot that stands for a bias.
 *
 * @param {NetworkPlaces} places
 * @param {number} layer
 * @param {number} index
 * @returns {Point}
 */
export function biasAt({ corners, tile }, layer, index) {
  const [x, y] = corners[layer][index];
  return [x - 6, y + tile + 6];
}

/**
 * The weight or bias that is meant at a place; null where none is.
 *
 * @param {NetworkPlaces} places
 * @param {readonly number[]} sizes
 * @param {Point} place
 * @returns {Link | null}
 */
export function linkAt(places, sizes, [x, y]) {
  /** @type {Link | null} */
  let nearest = null;
  let least = REACH;
  for (let layer = 1; layer < sizes.length; layer++) {
    for (let index = 0; index < sizes[layer]; index++) {
      const [left, top] = biasAt(places, layer, index);
      if (Math.hypot(x - left, y - top) < REACH + 2) return { layer, index, from: -1 };
      for (let from = 0; from < sizes[layer - 1]; from++) {
        const distance = distanceTo(endsOf(places, { layer, index, from }), x, y);
        if (distance < least) [nearest, least] = [{ layer, index, from }, distance];
      }
    }
  }
  return nearest;
}

/**
 * Between the ends x runs as 1.5 t - 1.5 t² + t³ of the way, y as 3 t² - 2 t³: a Bézier curve whose handles lie halfway.
 *
 * @param {[Point, Point]} ends
 * @param {number} x
 * @param {number} y
 */
function distanceTo([[x0, y0], [x1, y1]], x, y) {
  if (x < x0 || x > x1) return Infinity;
  const share = (x - x0) / (x1 - x0);
  let [low, high] = [0, 1];
  for (let round = 0; round < 12; round++) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < share) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  const slope = ((y1 - y0) * 6 * t * (1 - t)) / ((x1 - x0) * (1.5 - 3 * t + 3 * t * t));
  return Math.abs(y - (y0 + (y1 - y0) * t * t * (3 - 2 * t))) / Math.hypot(1, slope);
}

/**
 * The place of a weight or bias in the vector of all parameters.
 *
 * @param {readonly number[]} sizes
 * @param {Link} link
 */
export function parameterOf(sizes, { layer, index, from }) {
  const shape = shapesOf(sizes)[layer - 1];
  const place = from < 0 ? shape.biases + index : shape.weights + index * shape.fanIn + from;
  if (place >= parametersOf(sizes)) throw new RangeError(`Expected a parameter below ${parametersOf(sizes)}, got ${place}.`);
  return place;
}
