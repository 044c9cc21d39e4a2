// @ts-check
// The landscape's heights between the points of its grid; `across` and `up` go from 0 to 1 over the map.

import { clamp } from "../clamp.js";

/** @import { Landscape } from "./types.d.ts" */

/**
 * The height at a place, bilinear, 0 to 1.
 *
 * @param {Pick<Landscape, "size" | "heights">} landscape
 * @param {number} across
 * @param {number} up
 */
export function heightAt({ size, heights }, across, up) {
  const x = clamp(across, 0, 1) * (size - 1);
  const y = clamp(up, 0, 1) * (size - 1);
  const column = Math.min(size - 2, Math.floor(x));
  const row = Math.min(size - 2, Math.floor(y));
  const corner = row * size + column;
  const lower = heights[corner] + (heights[corner + 1] - heights[corner]) * (x - column);
  const upper = heights[corner + size] + (heights[corner + size + 1] - heights[corner + size]) * (x - column);
  return lower + (upper - lower) * (y - row);
}

/**
 * Whether the function has no value at the nearest point of the grid.
 *
 * @param {Landscape} landscape
 * @param {number} across
 * @param {number} up
 */
export function isHole({ size, holes }, across, up) {
  const column = Math.round(clamp(across, 0, 1) * (size - 1));
  const row = Math.round(clamp(up, 0, 1) * (size - 1));
  return holes[row * size + column] === 1;
}

/**
 * The loss at a place: heights are its logarithm, so that a deep valley and a plain bowl both show their levels.
 *
 * @param {Landscape} landscape
 * @param {number} across
 * @param {number} up
 */
export function lossAt(landscape, across, up) {
  return landscape.low + landscape.scale * Math.expm1(heightAt(landscape, across, up) * landscape.span);
}
