// @ts-check
// The network and the losses as files, made in the browser: it knows which epoch is shown, and weights that were changed.

import { make } from "../dom.js";
import { shownWeights } from "./editor.js";
import { shapesOf } from "./forward.js";
import { lossesAt } from "./known.js";
import { isEdited } from "./playback.js";

/** @import { OtherBranch, Player } from "./types.d.ts" */

/** @typedef {Pick<Player, "data" | "known" | "position" | "reached" | "edited">} Saving */

/** @param {Saving} player */
export function saveNetwork(player) {
  const text = JSON.stringify(savedNetwork(player), null, 1);
  const numbersInRows = text.replace(/\[[\s\d.,e+\-nul]*\]/g, (numbers) => numbers.replace(/\s+/g, " "));
  save("network.json", `${numbersInRows}\n`, "application/json"); // as its program calls it
}

/** @param {Saving} player */
export function saveLosses(player) {
  save("losses.csv", lossesTable(player), "text/csv");
}

/**
 * Weights and biases that are shown, what belongs to them, and all branches with their losses.
 *
 * @param {Saving} player
 */
export function savedNetwork(player) {
  const { data: { network, saved }, known, position } = player;
  const edited = isEdited(player);
  const losses = lossesAt(known, position);
  const { program, ...settings } = saved;
  return {
    reading: program.split("\n"),
    shown: {
      branch: player.data.about.name,
      epoch: Math.floor(position),
      weights_changed_by_hand: edited,
      training_loss: edited ? null : finite(losses.train),
      test_loss: edited ? null : finite(losses.test),
    },
    ...settings,
    layers: layersOf(shownWeights(player), network.sizes),
    branches: branchesOf(player).map(({ name, from, of, changed, training, train, test }) => ({
      name, first_epoch: from, grown_from: of, changed, training, training_loss: train, test_loss: test,
    })),
  };
}

/**
 * One row for each epoch of each branch.
 *
 * @param {Saving} player
 */
export function lossesTable(player) {
  const rows = branchesOf(player).flatMap(({ name, from, train, test }) =>
    train.map((loss, row) => `${name},${from + row},${loss ?? ""},${test[row] ?? ""}`),
  );
  return ["branch,epoch,training_loss,test_loss", ...rows, ""].join("\n");
}

/**
 * All branches in the order in which they began; of the shown one the epochs that were reached.
 *
 * @param {Saving} player
 * @returns {OtherBranch[]}
 */
function branchesOf({ data: { about, others }, known, reached }) {
  const count = Math.max(1, reached - known.first + 1);
  const [train, test] = [known.train, known.test].map((losses) => losses.slice(0, count).map(finite));
  return [...others, { ...about, train, test }].sort((one, other) => +one.name - +other.name);
}

/**
 * @param {Float32Array} weights
 * @param {readonly number[]} sizes
 */
function layersOf(weights, sizes) {
  return shapesOf(sizes).map((shape) => ({
    weight: Array.from({ length: shape.fanOut }, (_, row) => {
      const at = shape.weights + row * shape.fanIn;
      return [...weights.subarray(at, at + shape.fanIn)];
    }),
    bias: [...weights.subarray(shape.biases, shape.biases + shape.fanOut)],
  }));
}

/** @param {number} loss */
function finite(loss) {
  return Number.isFinite(loss) ? loss : null;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
function save(name, text, type) {
  const link = make("a", "");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
