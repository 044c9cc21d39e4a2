// @ts-check
// Windows that slide over maps: the pixels under them for convolutions, and pooling.

/** @import { Outputs, Pair, Signal, Step, Window } from "./types.d.ts" */

/**
 * @param {number} size
 * @param {Window} window
 * @param {0 | 1} axis
 */
function outputs(size, { kernel, stride, padding, dilation }, axis) {
  return Math.floor((size + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) + 1;
}

/**
 * Height and width of the maps that a window gives.
 *
 * @param {Signal} signal
 * @param {Window} window
 * @returns {Pair}
 */
export function slid({ height, width }, window) {
  return [outputs(height, window, 0), outputs(width, window, 1)];
}

/**
 * For each channel and each place within the window the pixel there, at every place of the window: what a convolution
 * weighs. Pixels outside the maps are 0.
 *
 * @param {Signal} signal
 * @param {Window} window
 * @param {Outputs} into - filled by channel, row and column within the window
 */
export function fillPatches({ maps, height, width }, window, into) {
  const { kernel, stride, padding, dilation } = window;
  const [high, wide] = slid({ maps, height, width }, window);
  let index = 0;
  for (const map of maps) {
    for (let y = 0; y < kernel[0]; y++) {
      for (let x = 0; x < kernel[1]; x++) {
        const patch = into[index++];
        const [down, across] = [y * dilation[0] - padding[0], x * dilation[1] - padding[1]];
        for (let row = 0, at = 0; row < high; row++) {
          const from = row * stride[0] + down;
          const inside = from >= 0 && from < height;
          for (let column = 0; column < wide; column++, at++) {
            const place = column * stride[1] + across;
            patch[at] = inside && place >= 0 && place < width ? map[from * width + place] : 0;
          }
        }
      }
    }
  }
}

/**
 * Pooling: the largest pixel under the window, or the mean of all, those outside the maps counted as 0.
 *
 * @param {Window} window
 * @param {boolean} largest
 * @returns {Step}
 */
export function pooling(window, largest) {
  return (signal) => {
    const [height, width] = slid(signal, window);
    const maps = signal.maps.map((map) => {
      const pooled = new Float32Array(height * width);
      for (let row = 0, at = 0; row < height; row++) {
        for (let column = 0; column < width; column++) pooled[at++] = poolAt(map, signal, window, row, column, largest);
      }
      return pooled;
    });
    return { maps, height, width };
  };
}

/**
 * @param {Float32Array} map
 * @param {Signal} signal
 * @param {Window} window
 * @param {number} row
 * @param {number} column
 * @param {boolean} largest
 */
function poolAt(map, { height, width }, { kernel, stride, padding }, row, column, largest) {
  const [top, left] = [row * stride[0] - padding[0], column * stride[1] - padding[1]];
  const [bottom, right] = [Math.min(height, top + kernel[0]), Math.min(width, left + kernel[1])];
  let [most, sum] = [-Infinity, 0];
  for (let y = Math.max(0, top); y < bottom; y++) {
    for (let x = Math.max(0, left); x < right; x++) {
      const value = map[y * width + x];
      if (value > most) most = value;
      sum += value;
    }
  }
  return largest ? most : sum / (kernel[0] * kernel[1]);
}
