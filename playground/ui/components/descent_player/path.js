// @ts-check
// Where a contestant is at a moment of the descent.

import { clamp } from "../clamp.js";

/** @import { Path } from "./types.d.ts" */

/**
 * The row that is reached at a step, which may lie between two steps; a path that ended stays at its last row.
 *
 * @param {Path} path
 * @param {number} position
 */
export function rowAt(path, position) {
  if (position >= path.last) return path.steps.length - 1;
  return Math.max(0, Math.floor(position / path.stride + 1e-9));
}

/**
 * The row whose update is described: at the last point, where no step follows, it is the step that led there.
 *
 * @param {Path} path
 * @param {number} row
 */
export function describedRow(path, row) {
  return Math.max(0, Math.min(row, path.steps.length - 2));
}

/**
 * The way from `row` to the next one that is done, 0 to 1.
 *
 * @param {Path} path
 * @param {number} position
 * @param {number} row
 */
export function shareAt(path, position, row) {
  if (row >= path.steps.length - 1) return 0;
  return clamp((position - path.steps[row]) / (path.steps[row + 1] - path.steps[row]), 0, 1);
}
