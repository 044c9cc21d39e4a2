// @ts-check
// Who leads a race, at this moment of it.

import { make, setText } from "../dom.js";
import { numberText, stepText } from "../number_text.js";
import { rowAt } from "./path.js";
import { colorOf } from "./theme.js";

/** @import { Path, Player } from "./types.d.ts" */

const ROW_HEIGHT = 36; // pixels

/** @param {Player} player */
export function makeRanking(player) {
  const { paths } = player.scene;
  const list = make("div", "ranking");
  list.setAttribute("role", "list");
  list.style.height = `${paths.length * ROW_HEIGHT}px`;
  paths.forEach(({ label }, index) => {
    const [place, swatch, loss] = [make("span", "place"), make("span", "swatch"), make("span", "loss")];
    swatch.style.background = colorOf(player.theme, index);
    const row = make("div", "rank", place, swatch, make("span", "name", label), loss);
    row.style.transform = `translateY(${index * ROW_HEIGHT}px)`; // a new row does not slide in from the top
    row.setAttribute("role", "listitem");
    player.ranks.push({ row, place, loss });
    list.append(row);
  });
  return list;
}

/**
 * The contestants by their loss, those that have left the finite numbers last; equal ones in their order.
 *
 * @param {Path[]} paths
 * @param {number} position
 * @returns {{ index: number, out: boolean, loss: number }[]}
 */
export function standingsOf(paths, position) {
  const standings = paths.map((path, index) => {
    const out = path.divergedAt !== null && position > path.last;
    return { index, out, loss: path.losses[rowAt(path, position)] };
  });
  return standings.sort((one, other) => +one.out - +other.out || one.loss - other.loss || one.index - other.index);
}

/** @param {Player} player */
export function showRanking({ scene, elements, position, ranks }) {
  setText(elements.heading, `After ${stepText(Math.floor(position + 1e-9))}`);
  standingsOf(scene.paths, position).forEach(({ index, out, loss }, place) => {
    const { row, place: number, loss: text } = ranks[index];
    row.style.transform = `translateY(${place * ROW_HEIGHT}px)`;
    setText(number, `${place + 1}`);
    setText(text, out ? `no finite number from ${stepText(scene.paths[index].divergedAt ?? 0)} on` : numberText(loss));
  });
}
