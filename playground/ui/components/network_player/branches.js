// @ts-check
// The list of branches: each older one can be returned to; its button brings out its curve.

import { make, setText } from "../dom.js";
import { countText, numberText } from "../number_text.js";
import { requestFrame } from "./playback.js";

/** @import { About, OtherBranch, Player } from "./types.d.ts" */

/**
 * A row for each branch, in the order in which they began, once there is more than one.
 *
 * @param {Player} player
 */
export function showBranches(player) {
  const { elements, data: { about, others, kept } } = player;
  elements.branches.hidden = !others.length;
  const all = [about, ...others].sort((one, other) => +one.name - +other.name);
  setText(elements.branchesHead, all.length < kept ? "Branches" : `Branches: the last ${kept} are kept`);
  const key = JSON.stringify([about.name, ...all.map((branch) => branchTexts(branch))]);
  if (elements.others.dataset.shown === key) return;
  elements.others.dataset.shown = key;
  const focused = /** @type {HTMLElement | null} */ (elements.others.querySelector(":focus"))?.dataset.name;
  const rows = all.map((branch) => branchRow(player, branch, branch === about));
  elements.others.replaceChildren(...rows);
  rows.find((row) => row.dataset.name === focused)?.focus();
}

/**
 * @param {Player} player
 * @param {About | OtherBranch} branch
 * @param {boolean} isShown
 */
function branchRow(player, branch, isShown) {
  const [name, began, changed, losses] = branchTexts(branch);
  const row = make("button", "branch", make("b", "", name), make("span", "", `${began}: ${changed}`), make("span", "", isShown ? "shown" : losses));
  row.type = "button";
  row.dataset.name = branch.name;
  row.setAttribute("aria-label", `${isShown ? "Shown: branch" : "Return to branch"} ${name}, ${began}, ${changed}${isShown ? "" : `, ${losses}`}`);
  row.setAttribute("aria-current", String(isShown));
  if (isShown) return row;
  const bring = (/** @type {string} */ brought) => {
    player.brought = brought;
    requestFrame(player);
  };
  row.onpointerenter = row.onfocus = () => bring(branch.name);
  row.onpointerleave = row.onblur = () => bring("");
  row.onclick = () => player.send("return", { name: branch.name, reached: player.reached });
  return row;
}

/**
 * Its name, where it began, what it changed, and its last losses.
 *
 * @param {About | OtherBranch} branch
 */
export function branchTexts(branch) {
  const began = branch.of === null ? `from epoch ${countText(branch.from)}` : `from epoch ${countText(branch.from)} of branch ${branch.of}`;
  return [branch.name, began, branch.changed, "train" in branch ? lossTexts(branch) : ""];
}

/** @param {OtherBranch} branch */
function lossTexts({ from, train, test }) {
  const at = train.length - 1;
  const losses = [`training ${numberText(train[at] ?? NaN, 3)}`];
  if (test[at] !== null) losses.push(`test ${numberText(test[at], 3)}`);
  return `epoch ${countText(from + at)}: ${losses.join(", ")}`;
}
