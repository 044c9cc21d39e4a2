// @ts-check
// Brightness of a canvas, and rectangles of it.

import { roundToEven } from "./rounding.js";

/** @import { Gray } from "./types.d.ts" */

const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114].map(Math.fround); // ITU-R BT.601 luma

/**
 * A canvas over black as brightness; inverted where its border says that the background is bright.
 *
 * @param {Uint8ClampedArray | Uint8Array} rgba - `(height, width, 4)`
 * @param {number} width
 * @param {number} height
 * @returns {Gray}
 */
export function grayOf(rgba, width, height) {
  const light = new Float32Array(width * height);
  for (let at = 0, from = 0; at < light.length; at++, from += 4) {
    const alpha = rgba[from + 3];
    if (!alpha) continue;
    const luma = Math.fround(RED * rgba[from] + GREEN * rgba[from + 1] + BLUE * rgba[from + 2]);
    light[at] = alpha === 255 ? luma : luma * Math.fround(alpha / 255);
  }
  const bright = median(border(light, width, height)) > 127;
  const data = new Uint8Array(light.length);
  for (let at = 0; at < data.length; at++) data[at] = light[at] || bright ? roundToEven(Math.min(Math.max(bright ? 255 - light[at] : light[at], 0), 255)) : 0;
  return { data, width, height };
}

/**
 * The pixels along the edge; those of the corners twice.
 *
 * @param {Float32Array} light
 * @param {number} width
 * @param {number} height
 */
function border(light, width, height) {
  const edge = new Float32Array(2 * (width + height));
  edge.set(light.subarray(0, width));
  edge.set(light.subarray(light.length - width), width);
  for (let row = 0, at = 2 * width; row < height; row++) {
    edge[at++] = light[row * width];
    edge[at++] = light[(row + 1) * width - 1];
  }
  return edge;
}

/**
 * Of an even number of values the mean of the two in the middle.
 *
 * @param {Float32Array | Float64Array} values
 */
export function median(values) {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The smallest rectangle with all pixels of at least `least`: top, left, and, just outside, bottom and right; null without any.
 *
 * @param {{ data: Uint8Array | Float64Array, width: number, height: number }} image
 * @param {number} least
 */
export function boxOf({ data, width, height }, least) {
  let [top, left, bottom, right] = [height, width, 0, 0];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      if (data[at] < least) continue;
      if (row < top) top = row;
      if (column < left) left = column;
      if (column >= right) right = column + 1;
      bottom = row + 1;
    }
  }
  return bottom ? { top, left, bottom, right } : null;
}

/**
 * @param {Gray} image
 * @param {{ top: number, left: number, bottom: number, right: number }} box
 * @returns {Gray}
 */
export function cropped({ data, width }, { top, left, bottom, right }) {
  const made = new Uint8Array((bottom - top) * (right - left));
  for (let row = top; row < bottom; row++) made.set(data.subarray(row * width + left, row * width + right), (row - top) * (right - left));
  return { data: made, width: right - left, height: bottom - top };
}
