// @ts-check
// Pillow 13's `Image.resize` for 8 bits a pixel, to the last bit (libImaging/Resample.c): weights are rounded to 2⁻²², and
// pixels to whole numbers between the two passes, so that it matters which is the first.

/** @import { Coefficients, Gray, Kernel } from "./types.d.ts" */

const BITS = 22;
const UNIT = 1 << BITS;
const HALF = 1 << (BITS - 1);

/** @type {Kernel} */
export const BOX = { reach: 0.5, value: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) };

/** @type {Kernel} - with a = -0.5 */
export const BICUBIC = {
  reach: 2,
  value: (signed) => {
    const x = Math.abs(signed);
    if (x < 1) return ((-0.5 + 2) * x - (-0.5 + 3)) * x * x + 1;
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
  },
};

/**
 * @param {Gray} image
 * @param {number} width
 * @param {number} height
 * @param {Kernel} kernel
 * @returns {Gray}
 */
export function resize(image, width, height, kernel) {
  const across = (/** @type {Gray} */ one) => (width === one.width ? one : resampledRows(one, coefficients(one.width, width, kernel)));
  const down = (/** @type {Gray} */ one) => (height === one.height ? one : resampledColumns(one, coefficients(one.height, height, kernel)));
  const lost = image.height - height;
  return lost > 0 && lost > 2 * (image.width - width) ? across(down(image)) : down(across(image));
}

/**
 * @param {number} inputs
 * @param {number} outputs
 * @param {Kernel} kernel
 * @returns {Coefficients}
 */
function coefficients(inputs, outputs, kernel) {
  const scale = inputs / outputs;
  const stretch = Math.max(scale, 1);
  const support = kernel.reach * stretch;
  const size = Math.ceil(support) * 2 + 1;
  const [starts, counts, weights] = [new Int32Array(outputs), new Int32Array(outputs), new Int32Array(outputs * size)];
  const exact = new Float64Array(size);
  for (let output = 0; output < outputs; output++) {
    const center = (output + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(inputs, Math.trunc(center + support + 0.5)) - start;
    let sum = 0;
    for (let at = 0; at < count; at++) {
      exact[at] = kernel.value((at + start - center + 0.5) * (1 / stretch));
      sum += exact[at];
    }
    for (let at = 0; at < count; at++) {
      const share = sum === 0 ? exact[at] : exact[at] / sum;
      weights[output * size + at] = Math.trunc(share < 0 ? share * UNIT - 0.5 : share * UNIT + 0.5);
    }
    [starts[output], counts[output]] = [start, count];
  }
  return { starts, counts, weights, size };
}

/** @param {number} sum */
function byteOf(sum) {
  const value = sum >> BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/**
 * @param {Gray} image
 * @param {Coefficients} coefficients
 * @returns {Gray}
 */
function resampledRows({ data, width, height }, { starts, counts, weights, size }) {
  const outputs = starts.length;
  const made = new Uint8Array(outputs * height);
  for (let row = 0; row < height; row++) {
    for (let output = 0; output < outputs; output++) {
      const from = row * width + starts[output];
      let sum = HALF;
      for (let at = 0; at < counts[output]; at++) sum += data[from + at] * weights[output * size + at];
      made[row * outputs + output] = byteOf(sum);
    }
  }
  return { data: made, width: outputs, height };
}

/**
 * @param {Gray} image
 * @param {Coefficients} coefficients
 * @returns {Gray}
 */
function resampledColumns({ data, width }, { starts, counts, weights, size }) {
  const outputs = starts.length;
  const made = new Uint8Array(width * outputs);
  for (let output = 0; output < outputs; output++) {
    const from = starts[output] * width;
    for (let column = 0; column < width; column++) {
      let sum = HALF;
      for (let at = 0; at < counts[output]; at++) sum += data[from + at * width + column] * weights[output * size + at];
      made[output * width + column] = byteOf(sum);
    }
  }
  return { data: made, width, height: outputs };
}
