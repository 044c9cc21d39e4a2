// @ts-check
// Where a step and a loss are on the timeline, in pixels.

import { clamp } from "../clamp.js";

/** @import { Scene, TimelinePlaces } from "./types.d.ts" */

const EDGES = { left: 66, top: 10, right: 16, bottom: 20 };

/**
 * The scale is logarithmic where the losses allow it.
 *
 * @param {Pick<Scene, "paths" | "last">} scene
 * @param {number} width
 * @param {number} height
 * @returns {TimelinePlaces}
 */
export function timelinePlaces(scene, width, height) {
  const { left, top, right, bottom } = EDGES;
  const area = { left, top, width: width - left - right, height: height - top - bottom };
  const { low, high, positive } = boundsOf(scene);
  const logarithmic = low >= 0 && positive < high;
  // A loss of exactly 0 has no logarithm: it is drawn on the floor.
  const level = (/** @type {number} */ loss) => (logarithmic ? Math.log(Math.max(loss, positive)) : loss);
  const [floor, ceiling] = [level(low), level(high)];
  return {
    area,
    low,
    high,
    logarithmic,
    x: (step) => area.left + (scene.last ? step / scene.last : 1) * area.width,
    y: (loss) => area.top + (1 - (ceiling > floor ? (level(loss) - floor) / (ceiling - floor) : 0.5)) * area.height,
    step: (x) => clamp((x - area.left) / area.width, 0, 1) * scene.last,
  };
}

/**
 * The lowest and the highest finite loss, and the lowest above 0; the first two are 0 where not even the start has a loss.
 *
 * @param {Pick<Scene, "paths">} scene
 */
function boundsOf({ paths }) {
  let [low, high, positive] = [Infinity, -Infinity, Infinity];
  for (const { losses } of paths) {
    for (const loss of losses) {
      if (!Number.isFinite(loss)) continue;
      low = Math.min(low, loss);
      high = Math.max(high, loss);
      if (loss > 0) positive = Math.min(positive, loss);
    }
  }
  return low > high ? { low: 0, high: 0, positive } : { low, high, positive };
}
