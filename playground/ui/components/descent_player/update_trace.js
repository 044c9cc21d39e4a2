// @ts-check
// The step in numbers: each quantity's arithmetic with the numbers of this very step; in a race the ranking instead.
// The table keeps its rows, and so its height; only texts change.

import { make, setText } from "../dom.js";
import { countText, numberText } from "../number_text.js";
import { arithmeticText } from "./arithmetic.js";
import { arrowColor } from "./arrows.js";
import { describedRow, rowAt } from "./path.js";
import { makeRanking, showRanking } from "./ranking.js";
import { fitTable } from "./table_fit.js";
import { colorOf } from "./theme.js";

/** @import { Line, UpdateTrace, Path, Player } from "./types.d.ts" */

const ARROW_SIGNS = new Map([["step", "➜"], ["part", "→"], ["direction", "⇢"]]);

/**
 * Makes the table or the ranking anew where its rows or colours changed.
 *
 * @param {Player} player
 */
export function buildUpdateTrace(player) {
  const { scene, elements, theme } = player;
  const { trace, paths } = scene;
  const shape = JSON.stringify([trace?.lines, trace?.arrows, scene.coordinates, paths.map(({ label }) => label), theme.colors]);
  if (shape === player.traceShape) return;
  player.traceShape = shape;
  player.cells = [];
  player.ranks = [];
  elements.heading.textContent = "";
  elements.trace.hidden = !trace && paths.length === 1;
  if (paths.length > 1) elements.numbers.replaceChildren(makeRanking(player));
  else if (trace) elements.numbers.replaceChildren(makeTable(player, trace));
  elements.legend.classList.toggle("arrows", paths.length === 1);
  elements.legend.replaceChildren(...makeLegend(player));
  fitTable(player);
}

/**
 * @param {Player} player
 * @param {UpdateTrace} trace
 */
function makeTable(player, trace) {
  const { coordinates } = player.scene;
  const headings = coordinates.map((name) => make("th", "coordinate", name));
  const rows = trace.lines.map((line) => {
    const cells = coordinates.map((_, column) => {
      const [how, result] = [make("span", "how"), make("b", "result")];
      player.cells.push({ line, column, how, result });
      return make("td", "", how, result);
    });
    return make("tr", "", makeRowHeading(player, trace, line), ...cells);
  });
  const head = make("tr", "", make("td", ""), ...headings);
  return make("table", "", make("thead", "", head), make("tbody", "", ...rows));
}

/**
 * @param {Player} player
 * @param {UpdateTrace} trace
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
  const arrows = scene.trace?.arrows ?? [];
  return arrows.map(({ kind, label }, index) => chip(ARROW_SIGNS.get(kind) ?? "→", arrowColor(theme, index), label));
}

/** @param {Player} player */
export function showUpdateTrace(player) {
  const { scene, elements, position } = player;
  const { trace } = scene;
  if (scene.paths.length > 1) return showRanking(player);
  if (!trace) return;
  const path = scene.paths[0];
  const row = rowAt(path, position);
  const shown = describedRow(path, row);
  setText(elements.heading, headingOf(path, row));
  for (const { line, column, how, result } of player.cells) {
    const read = (/** @type {string} */ name) => trace.read(name, shown, column);
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
