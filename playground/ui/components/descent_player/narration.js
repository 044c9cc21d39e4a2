// @ts-check
// The step in numbers: each quantity's arithmetic with the numbers of this very step; in a race the ranking instead.
// The table keeps its rows, and so its height; only texts change.

import { make, setText } from "../dom.js";
import { arithmeticText } from "./arithmetic.js";
import { arrowColor } from "./arrows.js";
import { countText, numberText } from "./number_text.js";
import { describedRow, rowAt } from "./path.js";
import { makeRanking, showRanking } from "./ranking.js";
import { colorOf } from "./theme.js";

/** @import { Line, Narration, Path, Player } from "./types.d.ts" */

const ARROW_SIGNS = new Map([["step", "➜"], ["part", "→"], ["direction", "⇢"]]);

/**
 * Makes the table or the ranking anew where its rows or colours changed.
 *
 * @param {Player} player
 */
export function buildNarration(player) {
  const { scene, elements, theme } = player;
  const { narration, paths } = scene;
  const shape = JSON.stringify([narration?.lines, narration?.arrows, scene.coordinates, paths.map(({ label }) => label), theme.colors]);
  if (shape === player.narrationShape) return;
  player.narrationShape = shape;
  player.cells = [];
  player.ranks = [];
  elements.heading.textContent = "";
  elements.narration.hidden = !narration && paths.length === 1;
  if (paths.length > 1) elements.numbers.replaceChildren(makeRanking(player));
  else if (narration) elements.numbers.replaceChildren(makeTable(player, narration));
  elements.legend.classList.toggle("arrows", paths.length === 1);
  elements.legend.replaceChildren(...makeLegend(player));
}

/**
 * @param {Player} player
 * @param {Narration} narration
 */
function makeTable(player, narration) {
  const { coordinates } = player.scene;
  const headings = coordinates.map((name) => make("th", "coordinate", name));
  for (const heading of headings) heading.style.minWidth = `${columnWidth(narration)}px`;
  const rows = narration.lines.map((line) => {
    const cells = coordinates.map((_, column) => {
      const [how, result] = [make("span", "how"), make("b", "result")];
      player.cells.push({ line, column, how, result });
      return make("td", "", how, result);
    });
    return make("tr", "", makeRowHeading(player, narration, line), ...cells);
  });
  const head = make("tr", "", make("th", ""), ...headings);
  return make("table", "", make("thead", "", head), make("tbody", "", ...rows));
}

/**
 * Wide enough for the longest line, so that columns do not shift while their numbers change.
 *
 * @param {Narration} narration
 */
function columnWidth({ lines }) {
  const lengths = lines.map(({ template }) => template.replace(/\{\w+\}/g, "(−0.1234)").length);
  return Math.round((Math.max(...lengths) + 10) * 6.6 + 28);
}

/**
 * @param {Player} player
 * @param {Narration} narration
 * @param {Line} line
 */
function makeRowHeading({ theme }, { arrows }, line) {
  const symbol = make("span", "symbol", line.symbol);
  const arrow = arrows.findIndex(({ name }) => name === line.name);
  if (arrow >= 0) symbol.style.color = arrowColor(theme, arrow);
  const title = make("th", "quantity", symbol, make("span", "label", line.label));
  title.scope = "row";
  return title;
}

/** @param {Player} player */
function makeLegend({ scene, theme }) {
  const chip = (/** @type {string} */ mark, /** @type {string} */ color, /** @type {string} */ label) => {
    const sign = make("span", "mark", mark);
    sign.style.color = color;
    return make("span", "chip", sign, label);
  };
  if (scene.paths.length > 1) return scene.paths.map(({ label }, index) => chip("●", colorOf(theme, index), label));
  const arrows = scene.narration?.arrows ?? [];
  return arrows.map(({ kind, label }, index) => chip(ARROW_SIGNS.get(kind) ?? "→", arrowColor(theme, index), label));
}

/** @param {Player} player */
export function showNarration(player) {
  const { scene, elements, position } = player;
  const { narration } = scene;
  if (scene.paths.length > 1) return showRanking(player);
  if (!narration) return;
  const path = scene.paths[0];
  const row = rowAt(path, position);
  const shown = describedRow(path, row);
  setText(elements.heading, headingOf(path, row));
  for (const { line, column, how, result } of player.cells) {
    const read = (/** @type {string} */ name) => narration.read(name, shown, column);
    const known = path.steps.length > 1;
    setText(how, known && line.template ? `${arithmeticText(line.template, read)} = ` : "");
    setText(result, known ? numberText(read(line.name)) : "");
  }
}

/**
 * Which step the numbers belong to, and how the descent ends.
 *
 * @param {Path} path
 * @param {number} row
 */
export function headingOf(path, row) {
  const step = path.steps[describedRow(path, row)];
  const heading = `Step ${countText(step)} → ${countText(step + 1)}`;
  if (row < path.steps.length - 1) return heading;
  if (path.divergedAt === 0) return `${heading}: the loss at the start is no finite number`;
  if (path.divergedAt !== null) return `${heading}: the next step leaves the finite numbers`;
  return step + 1 === path.last ? `${heading}, the last one` : heading;
}
