// @ts-check
// Layers without weights that change the size of maps.

/** @import { Signal } from "./types.d.ts" */

/**
 * Every pixel a number by itself.
 *
 * @param {Signal} signal
 * @returns {Signal}
 */
export function flattened({ maps, height, width }) {
  if (height * width === 1) return { maps, height, width };
  return { maps: maps.flatMap((map) => Array.from(map, (_, at) => map.subarray(at, at + 1))), height: 1, width: 1 };
}

/**
 * @param {Signal} signal
 * @returns {Signal}
 */
export function meansOf({ maps }) {
  const mean = (/** @type {Float32Array} */ map) => Float32Array.of(map.reduce((sum, value) => sum + value, 0) / map.length);
  return { maps: maps.map(mean), height: 1, width: 1 };
}

/**
 * @param {Signal} signal
 * @param {readonly [number, number, number, number]} rim - pixels on the left, on the right, above and below
 * @param {number} value
 * @returns {Signal}
 */
export function withRim({ maps, height, width }, [left, right, above, below], value) {
  const [high, wide] = [height + above + below, width + left + right];
  const enlarged = maps.map((map) => {
    const made = new Float32Array(high * wide).fill(value);
    for (let row = 0; row < height; row++) made.set(map.subarray(row * width, (row + 1) * width), (row + above) * wide + left);
    return made;
  });
  return { maps: enlarged, height: high, width: wide };
}

/**
 * Resized between the four nearest pixels, as PyTorch's bilinear `Upsample` without `align_corners`.
 *
 * @param {Signal} signal
 * @param {number} high
 * @param {number} wide
 * @returns {Signal}
 */
export function resized({ maps, height, width }, high, wide) {
  const [rows, columns] = [neighbours(height, high), neighbours(width, wide)];
  const made = maps.map((map) => {
    const larger = new Float32Array(high * wide);
    rows.forEach(([above, below, down], row) => {
      columns.forEach(([left, right, across], column) => {
        const upper = map[above * width + left] * (1 - across) + map[above * width + right] * across;
        const lower = map[below * width + left] * (1 - across) + map[below * width + right] * across;
        larger[row * wide + column] = upper * (1 - down) + lower * down;
      });
    });
    return larger;
  });
  return { maps: made, height: high, width: wide };
}

/**
 * Of each output the two pixels that it lies between, and how far it is from the first.
 *
 * @param {number} inputs
 * @param {number} outputs
 */
function neighbours(inputs, outputs) {
  return Array.from({ length: outputs }, (_, output) => {
    const place = Math.max(0, ((output + 0.5) * inputs) / outputs - 0.5);
    const first = Math.min(Math.floor(place), inputs - 1);
    return [first, Math.min(first + 1, inputs - 1), place - first];
  });
}
