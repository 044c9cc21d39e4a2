// @ts-check
// Where an epoch and a loss are on the timeline, in pixels.

import { clamp } from "../clamp.js";

/** @import { Known, OtherBranch, TimelinePlaces } from "./types.d.ts" */

const EDGES = { left: 60, top: 10, right: 14, bottom: 22 };
const SHORTEST = 20; // epochs that the timeline shows at least
const LEAST_SHARE = 1e-6; // of the largest loss, below which a logarithmic scale does not go

/**
 * @param {Pick<Known, "first" | "train" | "test">} known
 * @param {number} reached - the latest epoch that is drawn
 * @param {Pick<OtherBranch, "from" | "train" | "test">[]} others
 * @param {boolean} logarithmic
 * @param {{ width: number, height: number }} size
 * @returns {TimelinePlaces}
 */
export function timelinePlaces(known, reached, others, logarithmic, size) {
  const first = Math.min(known.first, ...others.map(({ from }) => from));
  const last = Math.max(reached, first + SHORTEST, ...others.map(({ from, train }) => from + train.length - 1));
  const { low, high } = boundsOf(known, reached, others, logarithmic);
  const area = { left: EDGES.left, top: EDGES.top, width: size.width - EDGES.left - EDGES.right, height: size.height - EDGES.top - EDGES.bottom };
  const level = (/** @type {number} */ loss) => (logarithmic ? Math.log(Math.max(loss, low)) : loss);
  const [floor, ceiling] = [level(low), level(high)];
  return {
    ...area,
    low,
    high,
    first,
    last,
    logarithmic,
    x: (epoch) => area.left + ((epoch - first) / (last - first)) * area.width,
    y: (loss) => area.top + (1 - (ceiling > floor ? clamp((level(loss) - floor) / (ceiling - floor), 0, 1) : 0.5)) * area.height,
    epoch: (x) => first + clamp((x - area.left) / area.width, 0, 1) * (last - first),
  };
}

/**
 * The ends of the losses' scale: a linear one begins at 0 where no loss is below.
 *
 * @param {Pick<Known, "first" | "train" | "test">} known
 * @param {number} reached
 * @param {Pick<OtherBranch, "from" | "train" | "test">[]} others
 * @param {boolean} logarithmic
 */
function boundsOf({ first, train, test }, reached, others, logarithmic) {
  let [low, high] = [Infinity, 0];
  const look = (/** @type {readonly (number | null)[]} */ losses, /** @type {number} */ count) => {
    for (let row = 0; row < Math.min(count, losses.length); row++) {
      const loss = losses[row];
      if (loss === null || !Number.isFinite(loss)) continue;
      high = Math.max(high, loss);
      if (!logarithmic || loss > 0) low = Math.min(low, loss);
    }
  };
  for (const losses of [train, test]) look(losses, reached - first + 1);
  for (const other of others) for (const losses of [other.train, other.test]) look(losses, losses.length);
  if (!logarithmic) return { low: Math.min(0, low), high };
  return { low: Number.isFinite(low) ? Math.max(low, high * LEAST_SHARE) : 1e-6, high };
}
