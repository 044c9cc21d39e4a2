// @ts-check
// `playground/digits/drawing/preprocessing.py` in the browser, equal to it in every pixel: a test holds the two together.

import { boxOf, cropped, grayOf } from "./gray.js";
import { BICUBIC, resize } from "./resampling.js";
import { roundToEven } from "./rounding.js";
import { normalisedStrokeWidth } from "./stroke_width.js";

/** @import { Gray } from "./types.d.ts" */

export const SIZE = 28;
const BOX = 20;
const FOREGROUND = 32;

/**
 * A canvas as MNIST's images were made, `(28, 28)`; null where it is blank.
 *
 * @param {Uint8ClampedArray | Uint8Array} rgba - `(height, width, 4)`
 * @param {number} width
 * @param {number} height
 */
export function toMnist(rgba, width, height) {
  const gray = grayOf(rgba, width, height);
  const box = boxOf(gray, FOREGROUND);
  return box && centred(fitted(normalisedStrokeWidth(cropped(gray, box))));
}

/** @param {Gray} line */
function fitted(line) {
  const scale = BOX / Math.max(line.height, line.width);
  const [width, height] = [line.width, line.height].map((side) => Math.max(1, roundToEven(side * scale)));
  return resize(line, width, height, BICUBIC);
}

/**
 * On black, with its centre of mass at the middle, to the whole pixel.
 *
 * @param {Gray} scaled
 */
function centred({ data, width, height }) {
  let [total, down, across] = [0, 0, 0];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      total += data[at];
      down += row * data[at];
      across += column * data[at];
    }
  }
  const offset = (/** @type {number} */ moment, /** @type {number} */ length) =>
    Math.min(Math.max(roundToEven(SIZE / 2 - moment / Math.max(total, 1)), 0), SIZE - length);
  const [top, left] = [offset(down, height), offset(across, width)];
  const field = new Uint8Array(SIZE * SIZE);
  for (let row = 0; row < height; row++) field.set(data.subarray(row * width, (row + 1) * width), (top + row) * SIZE + left);
  return field;
}
