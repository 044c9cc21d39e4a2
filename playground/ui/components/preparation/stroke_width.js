// @ts-check
// `playground/digits/drawing/stroke_width.py` in the browser, which says why: a line of a usual width.

import { squaredDistances } from "./distance.js";
import { boxOf, median } from "./gray.js";
import { BICUBIC, BOX, resize } from "./resampling.js";
import { roundToEven } from "./rounding.js";

/** @import { Gray } from "./types.d.ts" */

const USUAL = [0.1, 0.15];
const THICKEST = 0.45;
const SCALE = 96;

/**
 * A cropped drawing with a line of a usual width; the drawing itself where its line is usual.
 *
 * @param {Gray} foreground
 * @returns {Gray}
 */
export function normalisedStrokeWidth(foreground) {
  const small = scaledTo(foreground, SCALE);
  const width = lineWidth(small);
  const share = width / SCALE;
  const wanted = Math.min(Math.max(share, USUAL[0]), USUAL[1]);
  if (wanted === share || share > THICKEST) return foreground;
  // The digit grows with its line: (width + 2 m) / (SCALE + 2 m) = wanted.
  const margin = (wanted * SCALE - width) / (2 * (1 - wanted));
  const field = padded(small, Math.ceil(Math.max(margin, 0)) + 1);
  const moved = movedEdge(field, margin);
  const box = boxOf({ ...field, data: moved }, 0.5);
  if (!box) return foreground;
  const line = new Uint8Array((box.bottom - box.top) * (box.right - box.left));
  for (let row = box.top, at = 0; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) line[at++] = roundToEven(255 * moved[row * field.width + column]);
  }
  return { data: line, width: box.right - box.left, height: box.bottom - box.top };
}

/**
 * @param {Gray} foreground
 * @param {number} longer - its longer side afterwards
 */
function scaledTo(foreground, longer) {
  const factor = longer / Math.max(foreground.height, foreground.width);
  const [width, height] = [foreground.width, foreground.height].map((side) => Math.max(1, roundToEven(side * factor)));
  return resize(foreground, width, height, factor < 1 ? BOX : BICUBIC);
}

/**
 * @param {Gray} image
 * @param {number} rim
 * @returns {Gray}
 */
function padded({ data, width, height }, rim) {
  const wide = width + 2 * rim;
  const made = new Uint8Array(wide * (height + 2 * rim));
  for (let row = 0; row < height; row++) made.set(data.subarray(row * width, (row + 1) * width), (row + rim) * wide + rim);
  return { data: made, width: wide, height: height + 2 * rim };
}

/**
 * Twice the median distance of the ridge, the pixels farther from the edge than all around them.
 *
 * @param {Gray} small
 */
function lineWidth(small) {
  const field = padded(small, 1);
  const squares = squaredDistances(field.data.map((value) => +(value >= 128)), field.width, field.height);
  const ridge = [];
  for (let row = 1, { width } = field; row < field.height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      if (isHighest(squares, row * width + column, width)) ridge.push(Math.sqrt(squares[row * width + column]));
    }
  }
  return ridge.length ? 2 * median(Float64Array.from(ridge)) - 1 : 1;
}

/**
 * @param {Float64Array} squares
 * @param {number} at
 * @param {number} width
 */
function isHighest(squares, at, width) {
  const value = squares[at];
  if (!value) return false;
  for (let row = at - width; row <= at + width; row += width) {
    if (squares[row - 1] > value || squares[row] > value || squares[row + 1] > value) return false;
  }
  return true;
}

/**
 * The foreground, 0 to 1, with its edge moved outwards by `margin`, along the signed distance to it.
 *
 * @param {Gray} field
 * @param {number} margin
 */
function movedEdge({ data, width, height }, margin) {
  const within = squaredDistances(data.map((value) => +(value >= 128)), width, height);
  const without = squaredDistances(data.map((value) => +(value < 128)), width, height);
  return within.map((square, at) => {
    const distance = data[at] >= 128 ? Math.sqrt(square) - 0.5 : 0.5 - Math.sqrt(without[at]);
    return Math.min(Math.max(distance + margin + 0.5, 0), 1);
  });
}
