// @ts-check
// A player for tests: what its clock needs, with epochs of a network without hidden layers.

import { noneKnown, takeOver } from "../../../../playground/ui/components/network_player/known.js";

/** @import { PlayerData, Playback } from "../../../../playground/ui/components/network_player/types.d.ts" */

export const PARAMETERS = 3;

/** @param {number[]} values */
export function base64(values) {
  return Buffer.from(new Float32Array(values).buffer).toString("base64");
}

/**
 * Epochs `from` to `from + count - 1`; the weights of each are its number, and its loss falls.
 *
 * @param {number} from
 * @param {number} count
 * @returns {PlayerData["epochs"]}
 */
export function epochsOf(from, count) {
  const numbers = Array.from({ length: count }, (_, row) => from + row);
  const losses = numbers.map((number) => 1 / (1 + number));
  return { from, weights: base64(numbers.flatMap((number) => Array(PARAMETERS).fill(number))), train: losses, test: losses };
}

/** @param {PlayerData["epochs"]} epochs */
export function knownOf(epochs) {
  const network = /** @type {PlayerData["network"]} */ ({ sizes: [2, 1] });
  const known = noneKnown({ branch: "a", network, epochs });
  takeOver(known, epochs);
  return known;
}

/**
 * @param {number} count - known epochs
 * @param {Partial<Playback>} [changes]
 */
export function playingOf(count, changes) {
  /** @type {{ from: number, playing: boolean }[]} */
  const asked = [];
  /** @type {number[]} */
  const left = [];
  Object.assign(globalThis, { document: { hidden: false } });
  /** @type {Playback} */
  const player = {
    known: knownOf(epochsOf(0, count)),
    position: 0, reached: 0, drawn: null, wanted: null, rate: 60, ended: null, stop: null, past: -1, pending: false, visible: true, asked: null, askedAt: 0, retry: undefined,
    edited: null, leaving: null, playing: false, frame: 0, before: null, destroyed: false,
    more: (from, playing) => asked.push({ from, playing }),
    leave: (epoch) => left.push(epoch),
    draw: () => {},
    ...changes,
  };
  return { player, requests: asked, left };
}
