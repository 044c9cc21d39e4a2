// @ts-check
// The landscape as a picture, painted once for each size, theme and loss: bands of colour, thin isolines, and light
// from the upper left. The grid is made smooth by cubic interpolation, so that no isoline shows the grid's corners.

import { clamp } from "../clamp.js";
import { contextOf } from "../dom.js";
import { isHole } from "./heights.js";
import { BANDS, RAMP_SIZE } from "./theme.js";

/** @import { Landscape, Theme } from "./types.d.ts" */

/**
 * For each of `length` places along a side of `size` grid points: its cell, and the weights of the four points around
 * (Catmull-Rom).
 *
 * @param {number} length
 * @param {number} size
 */
function cubicWeights(length, size) {
  const weights = new Float32Array(length * 4);
  const cells = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    const place = (index / Math.max(1, length - 1)) * (size - 1);
    const cell = Math.min(size - 2, Math.floor(place));
    const t = place - cell;
    cells[index] = cell;
    weights[index * 4] = ((-t + 2) * t - 1) * t * 0.5;
    weights[index * 4 + 1] = ((3 * t - 5) * t * t + 2) * 0.5;
    weights[index * 4 + 2] = ((-3 * t + 4) * t + 1) * t * 0.5;
    weights[index * 4 + 3] = (t - 1) * t * t * 0.5;
  }
  return { weights, cells };
}

/**
 * The heights on `width` x `height` pixels, the highest y first.
 *
 * @param {Pick<Landscape, "size" | "heights">} landscape
 * @param {number} width
 * @param {number} height
 */
export function smoothHeights({ size, heights }, width, height) {
  const across = cubicWeights(width, size);
  const up = cubicWeights(height, size);
  const rows = new Float32Array(size * width);
  for (let row = 0; row < size; row++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let tap = 0; tap < 4; tap++) {
        const column = clamp(across.cells[x] + tap - 1, 0, size - 1);
        sum += across.weights[x * 4 + tap] * heights[row * size + column];
      }
      rows[row * width + x] = sum;
    }
  }
  const smooth = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = height - 1 - y;
    for (let tap = 0; tap < 4; tap++) {
      const row = clamp(up.cells[from] + tap - 1, 0, size - 1) * width;
      const weight = up.weights[from * 4 + tap];
      for (let x = 0, pixel = y * width; x < width; x++, pixel++) smooth[pixel] += weight * rows[row + x];
    }
  }
  return smooth;
}

/**
 * How much of an isoline lies on a pixel, 0 to 1.
 *
 * @param {number} height - of the pixel
 * @param {number} slope - the height's change a pixel
 * @param {number} ratio - pixels of the screen in one of CSS
 */
function isolineCover(height, slope, ratio) {
  const level = height * BANDS;
  const nearest = Math.round(level);
  const steepness = slope * BANDS;
  if (steepness < 1e-7 || nearest < 1 || nearest >= BANDS) return 0;
  const distance = Math.abs(level - nearest) / steepness;
  const cover = clamp(0.5 * ratio + 0.5 - distance, 0, 1);
  return cover * clamp(1.4 - 3 * ratio * steepness, 0, 1); // lines that would touch each other fade
}

/**
 * @param {Landscape} landscape
 * @param {Theme} theme
 * @param {number} width - pixels of the screen
 * @param {number} height
 * @param {number} ratio - pixels of the screen in one of CSS
 */
export function paintLandscape(landscape, theme, width, height, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  const heights = smoothHeights(landscape, width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const { light, line } = reliefAt(heights, x, y, width, height, theme, ratio);
      const tone = Math.floor(clamp(heights[pixel], 0, 1) * (RAMP_SIZE - 1)) * 3;
      for (let channel = 0; channel < 3; channel++) {
        image.data[pixel * 4 + channel] = theme.ramp[tone + channel] * light * (1 - line) + theme.line[channel] * line;
      }
      image.data[pixel * 4 + 3] = isHole(landscape, x / (width - 1), 1 - y / (height - 1)) ? 0 : 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/**
 * The light on a pixel, about 1, and how much of it an isoline covers.
 *
 * @param {Float32Array} heights - of all pixels
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {Theme} theme
 * @param {number} ratio
 */
function reliefAt(heights, x, y, width, height, theme, ratio) {
  const pixel = y * width + x;
  const right = (heights[pixel + (x < width - 1 ? 1 : 0)] - heights[pixel - (x > 0 ? 1 : 0)]) / 2;
  const down = (heights[pixel + (y < height - 1 ? width : 0)] - heights[pixel - (y > 0 ? width : 0)]) / 2;
  const slant = (right + down) * 0.15 * width;
  const light = 1 + (theme.relief * slant) / (1 + Math.abs(slant));
  return { light, line: theme.line[3] * isolineCover(heights[pixel], Math.hypot(right, down), ratio) };
}
