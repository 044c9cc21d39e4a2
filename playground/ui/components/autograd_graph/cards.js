// @ts-check
// The picture from afar: a card for each neuron, with its numbers, and a wire wherever one uses another.

import { lookAt } from "./camera.js";
import { makeSvg } from "./svg.js";

/** @import { Card, Graph, Group } from "./types.d.ts" */

const LINE = 16;
const HEADING = 20;
const NARROW = 84;
const CHARACTER = 5.6; // of a formula: about as wide

/**
 * The pairs of groups between which a value goes, and the edges that it takes.
 *
 * @param {[number, number][]} edges
 * @param {Pick<Group, "members">[]} groups
 */
export function groupWires(edges, groups) {
  /** @type {Map<number, number>} */
  const groupOf = new Map();
  groups.forEach(({ members }, group) => members.forEach((node) => groupOf.set(node, group)));
  /** @type {Map<string, { from: number, to: number, edges: number[] }>} */
  const wires = new Map();
  edges.forEach(([source, target], index) => {
    const [from, to] = [groupOf.get(source) ?? -1, groupOf.get(target) ?? -1];
    if (from === to) return;
    const wire = wires.get(`${from} ${to}`) ?? { from, to, edges: [] };
    wire.edges.push(index);
    wires.set(`${from} ${to}`, wire);
  });
  return [...wires.values()];
}

/**
 * The upper left corner and the size of each group's card in a box: a column for each layer.
 *
 * @param {Pick<Group, "layer" | "values" | "slope">[]} groups
 * @param {[number, number]} box
 */
export function cardPlaces(groups, [across, down]) {
  const layers = [...new Set(groups.map(({ layer }) => layer))];
  const column = across / layers.length;
  const width = Math.min(150, column - Math.max(8, column * 0.22));
  return groups.map((group) => {
    const mates = groups.filter(({ layer }) => layer === group.layer);
    const heights = mates.map(linesOf).map((lines) => lines * LINE + 10);
    const gap = Math.min(22, Math.max(6, (down - HEADING - heights.reduce((sum, each) => sum + each)) / (mates.length + 1)));
    const used = heights.reduce((sum, each) => sum + each) + gap * (mates.length - 1);
    const place = mates.indexOf(group);
    const above = heights.slice(0, place).reduce((sum, each) => sum + each + gap, 0);
    return {
      x: column * layers.indexOf(group.layer) + (column - width) / 2,
      y: HEADING + (down - HEADING - used) / 2 + above,
      width,
      height: heights[place],
    };
  });
}

/** @param {Pick<Group, "values" | "slope">} group */
function linesOf({ values, slope }) {
  return 1 + values.length + (slope >= 0 ? 1 : 0);
}

/**
 * What a number of a group is computed by, such as `a = tanh(z)`.
 *
 * @param {Pick<Group, "formula">} group
 * @param {string} label
 */
export function formulaOf({ formula }, label) {
  return formula.split(", ").find((part) => part.startsWith(`${label} =`)) ?? "";
}

/** @param {Graph} graph */
export function buildCards(graph) {
  const { data } = graph;
  const layer = makeSvg(graph.elements.svg, "g", { class: "cards" });
  graph.cardWires = groupWires(data.edges, data.groups).map((wire) => ({ ...wire, path: makeSvg(layer, "path", { class: "wire" }) }));
  graph.cards = data.groups.map((group) => makeCard(graph, layer, group));
  graph.layerNames = [...new Set(data.groups.map(({ where }) => where))].map((name) => makeSvg(layer, "text", { class: "layer-name" }, name));
}

/**
 * @param {Graph} graph
 * @param {Element} parent
 * @param {Group} group
 * @returns {Card}
 */
function makeCard(graph, parent, group) {
  const element = makeSvg(parent, "g", { class: "card" });
  const box = makeSvg(element, "rect", { class: "card-box", rx: 9, tabindex: 0, role: "button" });
  const written = makeSvg(element, "g", { "aria-hidden": "true" });
  const title = makeSvg(written, "text", { class: "card-title", y: LINE }, group.who || group.where);
  const lines = group.values.map(([label, node], index) => {
    const text = makeSvg(written, "text", { class: "card-line", y: LINE * (index + 2) });
    return { node, label, text, slope: false };
  });
  if (group.slope >= 0) {
    const text = makeSvg(written, "text", { class: "card-line slope", y: LINE * (lines.length + 2) });
    lines.push({ node: group.slope, label: `∂L/∂${group.values[0][0]}`, text, slope: true });
  }
  element.onclick = () => {
    if (!graph.dragged) lookAt(graph, group.box);
  };
  element.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    lookAt(graph, group.box);
  };
  return { element, group, box, title, lines };
}

/**
 * @param {Graph} graph
 * @param {[number, number]} box
 */
export function placeCards(graph, box) {
  const places = cardPlaces(graph.data.groups, box);
  graph.cardWidth = places[0].width;
  const column = box[0] / graph.layerNames.length;
  graph.cards.forEach(({ element, group, box: rect, title, lines }, index) => {
    title.textContent = group.who || nameOf(group.where, column);
    const { x, y, width, height } = places[index];
    element.setAttribute("transform", `translate(${x} ${y})`);
    rect.setAttribute("width", String(width));
    rect.setAttribute("height", String(height));
    for (const text of [title, ...lines.map((line) => line.text)]) text.setAttribute("x", String(width / 2));
  });
  for (const { from, to, path } of graph.cardWires) {
    const [a, b] = [places[from], places[to]];
    const [x1, y1, x2, y2] = [a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2];
    path.setAttribute("d", `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`);
  }
  graph.layerNames.forEach((text, index) => {
    text.setAttribute("x", String(column * (index + 0.5)));
    text.setAttribute("y", "15");
    const whole = graph.data.groups.find(({ layer }) => layer === index)?.where ?? "";
    text.textContent = nameOf(whole, column);
  });
}

/**
 * A layer's name, shorter in a narrow column.
 *
 * @param {string} where
 * @param {number} column
 */
function nameOf(where, column) {
  return column < 104 ? where.replace("hidden layer", "hidden").replace(" layer", "") : where;
}

/**
 * The numbers that are known at a step, and what of it is lit.
 *
 * @param {Graph} graph
 * @param {{ value: (node: number) => boolean, gradient: (node: number) => boolean }} known
 * @param {Set<number>} nodes
 * @param {Set<number>} edges
 */
export function showCards(graph, known, nodes, edges) {
  for (const { element, box, group, lines } of graph.cards) {
    const said = [];
    for (const { node, label, text, slope } of lines) {
      const { value, gradient, name } = graph.data.nodes[node];
      const shown = slope ? known.gradient(node) && gradient : known.value(node) && value;
      const formula = slope ? "" : formulaOf(group, label);
      const named = slope && graph.cardWidth < NARROW ? "" : `${label} `; // red says that it is a gradient
      text.textContent = shown ? `${named}${shown}` : formula.length * CHARACTER < graph.cardWidth ? formula : "";
      text.classList.toggle("formula", !shown);
      if (shown) said.push(`${slope ? "∂L/∂" : ""}${name} ${shown}`);
    }
    element.classList.toggle("lit", group.members.some((node) => nodes.has(node)));
    box.setAttribute("aria-label", [group.label, group.formula, ...said].filter(Boolean).join(", "));
  }
  for (const { path, edges: own } of graph.cardWires) path.classList.toggle("lit", own.some((edge) => edges.has(edge)));
}
