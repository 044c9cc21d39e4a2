// @ts-check
// The epochs of a branch that have arrived, and the loss and the weights of each.

import { clamp } from "../clamp.js";
import { float32 } from "../decode.js";
import { parametersOf } from "./forward.js";

/** @import { Known, PlayerData } from "./types.d.ts" */

/**
 * @param {Pick<PlayerData, "branch" | "network" | "first" | "epochs">} data
 * @returns {Known}
 */
export function noneKnown({ branch, network, epochs, first = epochs.from }) {
  const parameters = parametersOf(network.sizes);
  return { branch, parameters, first, count: 0, weights: new Float32Array(64 * parameters), train: [], test: [] };
}

/** @param {Known} known */
export function lastKnown(known) {
  return known.first + known.count - 1;
}

/**
 * Takes over what is new of the epochs that came; those that are known already, or that come after a gap, are left.
 *
 * @param {Known} known
 * @param {PlayerData["epochs"]} epochs
 */
export function takeOver(known, epochs) {
  const { parameters } = known;
  const came = float32(epochs.weights);
  const count = Math.min(epochs.train.length, Math.floor(came.length / parameters));
  const skipped = lastKnown(known) + 1 - epochs.from;
  if (skipped < 0 || skipped >= count) return;
  const needed = (known.count + count - skipped) * parameters;
  if (needed > known.weights.length) {
    const larger = new Float32Array(2 * needed);
    larger.set(known.weights);
    known.weights = larger;
  }
  known.weights.set(came.subarray(skipped * parameters, count * parameters), known.count * parameters);
  for (let row = skipped; row < count; row++) {
    known.train.push(epochs.train[row] ?? NaN);
    known.test.push(epochs.test[row] ?? NaN);
  }
  known.count += count - skipped;
}

/**
 * The weights of an epoch; of the latest one before it whose weights are numbers, where its own are not, so that a
 * network that diverged keeps its last picture.
 *
 * @param {Known} known
 * @param {number} epoch
 */
export function weightsAt(known, epoch) {
  const { parameters, weights } = known;
  let row = rowOf(known, epoch);
  const at = (/** @type {number} */ shown) => weights.subarray(shown * parameters, (shown + 1) * parameters);
  while (row > 0 && !at(row).every(Number.isFinite)) row--;
  return at(row);
}

/**
 * @param {Known} known
 * @param {number} epoch
 */
export function lossesAt(known, epoch) {
  const row = rowOf(known, epoch);
  return { train: known.train[row] ?? NaN, test: known.test[row] ?? NaN };
}

/**
 * @param {Known} known
 * @param {number} epoch
 */
function rowOf(known, epoch) {
  return clamp(Math.floor(epoch + 1e-9) - known.first, 0, Math.max(0, known.count - 1));
}
