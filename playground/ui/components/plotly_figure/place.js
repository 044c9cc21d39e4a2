// @ts-check
// Where on an axis a click is.

/** @import { Axis } from "./types.d.ts" */

/**
 * The number at a pixel of the figure; beyond an end of the axis, that end.
 *
 * @param {Axis} axis
 * @param {number} left - pixels from the left edge of the figure
 */
export function placeAt(axis, left) {
  return axis.p2d(Math.min(Math.max(left - axis._offset, 0), axis._length));
}
