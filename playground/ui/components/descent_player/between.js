// @ts-check

/** @import { Point } from "./types.d.ts" */

/**
 * The point at `share`, 0 to 1, of the way from one point to another.
 *
 * @param {Point} from
 * @param {Point} to
 * @param {number} share
 * @returns {Point}
 */
export function between(from, to, share) {
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}
