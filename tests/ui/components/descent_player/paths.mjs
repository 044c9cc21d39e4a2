// @ts-check
// Paths for the tests.

/** @import { Path, Scene } from "../../../../playground/ui/components/descent_player/types.d.ts" */

/**
 * A path whose last row is the step `last`; its points lie on a line.
 *
 * @param {number} last
 * @param {Partial<Path> & { stride?: number }} [changes]
 * @returns {Path}
 */
export function pathOf(last, { stride = 1, ...changes } = {}) {
  const rows = Math.ceil(last / stride) + 1;
  const steps = Int32Array.from({ length: rows }, (_, row) => Math.min(row * stride, last));
  const losses = Float32Array.from(steps, (step) => 1 / (1 + step));
  const points = Float32Array.from({ length: 2 * rows }, (_, index) => steps[index >> 1] / 10);
  return { name: "sgd", label: "SGD", last, stride, steps, losses, points, divergedAt: null, ...changes };
}

/**
 * @param {Path[]} paths
 * @returns {Scene}
 */
export function sceneWith(...paths) {
  const scene = { coordinates: ["x", "y"], window: [[0, 1], [0, 1]], paths, last: Math.max(...paths.map(({ last }) => last)) };
  return /** @type {Scene} */ (/** @type {unknown} */ (scene));
}
