// @ts-check
// A chosen leaf: its paths to the loss on the picture, and their products beside PyTorch's gradient.

import { focusedBeside } from "../dom.js";
import { showStep } from "./steps.js";

/** @import { Check, Graph, GraphPath } from "./types.d.ts" */

/** @param {Graph} graph */
export function closeCheck(graph) {
  const { check } = graph.elements;
  if (graph.chosen !== null && check.contains(focusedBeside(check))) graph.boxes[graph.chosen].shape.focus();
  graph.chosen = null;
  check.hidden = true;
  markPaths(graph, []);
  showStep(graph);
}

/**
 * Marks the paths on the picture, and the leaf they start from.
 *
 * @param {Graph} graph
 * @param {GraphPath[]} paths
 */
function markPaths(graph, paths) {
  const marked = new Set(paths.flatMap((path) => path.edges));
  graph.wires.forEach((wire, index) => wire.classList.toggle("path", marked.has(index)));
  graph.boxes.forEach(({ group, shape }, index) => {
    const chosen = index === graph.chosen;
    group.classList.toggle("chosen", chosen);
    if (shape.getAttribute("role") === "button") shape.setAttribute("aria-pressed", String(chosen));
  });
}

/**
 * @param {Graph} graph
 * @param {number} leaf
 */
export function showCheck(graph, leaf) {
  const { elements, data } = graph;
  const check = data.checks[leaf];
  graph.chosen = leaf;
  showStep(graph);
  markPaths(graph, check.paths);
  elements.checkTitle.textContent = titleOf(check);
  elements.checkBody.replaceChildren(makeTable(graph, check), check.note);
  elements.check.hidden = false;
}

/**
 * A row for each path, which marks it alone while it is pointed at, and one for each way to the gradient.
 *
 * @param {Graph} graph
 * @param {Check} check
 */
function makeTable(graph, check) {
  const table = document.createElement("table");
  check.paths.forEach((path, number) => {
    const row = addRow(table, `Path ${number + 1}`, path.factors, path.product);
    row.tabIndex = 0;
    row.onmouseenter = row.onfocus = () => markPaths(graph, [path]);
    row.onmouseleave = row.onblur = () => markPaths(graph, check.paths);
  });
  if (check.paths.length) addRow(table, "Sum", check.paths.length > 1 ? "of all paths" : "one path", check.sum);
  addRow(table, ".grad", "what PyTorch computed", check.gradient);
  addRow(table, "Finite difference", "(loss(w + h) − loss(w − h)) / 2h", check.difference);
  return table;
}

/** @param {Pick<Check, "name" | "paths">} check */
export function titleOf({ name, paths }) {
  if (!paths.length) return `${name}: its gradient, checked`;
  return paths.length > 1 ? `${name}: ${paths.length} paths to the loss` : `${name}: one path to the loss`;
}

/**
 * @param {HTMLTableElement} table
 * @param {...string} cells
 */
function addRow(table, ...cells) {
  const row = table.insertRow();
  cells.forEach((text, index) => {
    const cell = row.insertCell();
    cell.textContent = text;
    if (index === 1) cell.className = "soft";
  });
  return row;
}
