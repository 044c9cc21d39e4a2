// @ts-check
// The picture: neurons, boxes and wires as SVG, built once for each graph; steps only switch classes on it.

import { buildCards } from "./cards.js";
import { makeSvg } from "./svg.js";

/** @import { Box, Graph, GraphNode, Group } from "./types.d.ts" */

export const HEIGHT = 34;
const CLEAR = 6; // between a wire and the box that it goes around

/**
 * The `d` of a wire from one box to another: from right to left, from top to bottom within a column, and around what
 * stands before its end.
 *
 * @param {Pick<GraphNode, "x" | "y" | "width">} source
 * @param {Pick<GraphNode, "x" | "y" | "width">} target
 * @param {Pick<GraphNode, "x">} [before] - the box left of the target
 */
export function wirePath(source, target, before) {
  if (source.x + source.width > target.x && target.x + target.width > source.x) {
    const [x1, x2] = [source.x + source.width / 2, target.x + target.width / 2];
    const down = target.y > source.y;
    return `M${x1} ${down ? source.y + HEIGHT : source.y}L${x2} ${down ? target.y : target.y + HEIGHT}`;
  }
  const [x1, y1] = [source.x + source.width, source.y + HEIGHT / 2];
  if (before && before.x >= x1) {
    const [turn, y, end] = [before.x - 4, target.y - CLEAR, target.x + 8];
    const middle = (x1 + turn) / 2;
    return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y} ${turn} ${y}H${end}q6 0 6 ${CLEAR}`;
  }
  const [x2, y2] = [target.x, target.y + HEIGHT / 2];
  const bend = Math.max(8, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/**
 * A node in words; what is not known at a step is left out.
 *
 * @param {GraphNode} node
 * @param {boolean} valueKnown
 * @param {boolean} gradientKnown
 */
export function describeNode(node, valueKnown, gradientKnown) {
  if (isConstant(node)) return node.kind === "target" ? `target ${node.name}, value ${node.values}` : `number ${node.values}`;
  const name = isLeaf(node) ? `${node.kind} ${node.sign}` : `${node.name} (${node.operation})`;
  const value = valueKnown ? `, value ${node.values}` : "";
  const shape = node.shape === "scalar" ? "" : `, shape ${node.shape}`;
  return `${name}${shape}${value}${gradientKnown ? `, gradient ${node.gradients}` : ""}`;
}

/** @param {GraphNode} node */
function isLeaf({ kind }) {
  return kind === "input" || kind === "parameter";
}

/** @param {GraphNode} node */
export function isConstant({ kind }) {
  return kind === "target" || kind === "constant";
}

/**
 * @param {Box} box
 * @param {boolean} valueKnown
 * @param {boolean} gradientKnown
 */
export function labelNode({ shape, title, node }, valueKnown, gradientKnown) {
  const text = describeNode(node, valueKnown, gradientKnown);
  if (title.textContent === text) return;
  title.textContent = text;
  shape.setAttribute("aria-label", text);
}

/**
 * @param {Element} parent
 * @param {GraphNode} node
 * @returns {Box}
 */
function makeBox(parent, node) {
  const group = makeSvg(parent, "g", {
    class: `node ${node.kind}${node.checked ? " leaf" : ""}`,
    transform: `translate(${node.x} ${node.y})`,
  });
  const title = makeSvg(group, "title", { "aria-hidden": "true" });
  const round = isLeaf(node) || isConstant(node) ? 7 : HEIGHT / 2;
  // Its name has in words what is written on it, which is for the eye alone.
  const shape = makeSvg(group, "rect", {
    class: "box",
    width: node.width,
    height: HEIGHT,
    rx: round,
    ...(node.checked ? { tabindex: 0, role: "button" } : { role: "img" }),
  });
  const middle = node.width / 2;
  const written = makeSvg(group, "g", { "aria-hidden": "true" });
  const line = makeSvg(written, "text", { class: "line", x: middle, y: isConstant(node) ? 21.5 : 14.5 });
  makeSvg(line, "tspan", { class: "sign" }, node.sign);
  const value = makeSvg(line, "tspan", { class: "value", dx: 5 }, node.value);
  makeSvg(written, "text", { class: "sign large", x: middle, y: 25 }, node.sign);
  const gradient = makeSvg(written, "text", { class: "slope", x: middle, y: 28.5 }, node.gradient);
  return { group, shape, title, node, value, gradient };
}

/**
 * @param {Element} parent
 * @param {Group} group
 */
function makeFrame(parent, { label, formula, box: [x, y, width, height] }) {
  const frame = makeSvg(parent, "g", { class: "frame", transform: `translate(${x} ${y})` });
  makeSvg(frame, "rect", { width, height, rx: 10 });
  makeSvg(frame, "text", { class: "frame-label", x: width / 2, y: 18 }, label);
  makeSvg(frame, "text", { class: "frame-formula", x: width / 2, y: 35 }, formula);
  return frame;
}

/**
 * What stands left of a product in its row: the weight, around which the other factor's wire goes.
 *
 * @param {GraphNode[]} nodes
 * @param {[number, number][]} edges
 * @param {number} source
 * @param {number} target
 */
function weightBefore(nodes, edges, source, target) {
  const [own, end] = [nodes[source], nodes[target]];
  const others = edges.filter(([from, to]) => to === target && from !== source).map(([from]) => nodes[from]);
  return others.find(({ x, y }) => y === end.y && x < end.x && x > own.x + own.width);
}

/** @param {Graph} graph */
export function buildPicture(graph) {
  const { svg } = graph.elements;
  const { nodes, edges, groups } = graph.data;
  svg.replaceChildren();
  graph.world = makeSvg(svg, "g", { class: "world" });
  graph.frames = groups.map((group) => makeFrame(graph.world, group));
  graph.wires = edges.map(([source, target]) =>
    makeSvg(graph.world, "path", { class: "wire", d: wirePath(nodes[source], nodes[target], weightBefore(nodes, edges, source, target)) }),
  );
  graph.boxes = nodes.map((node) => makeBox(graph.world, node));
  buildCards(graph);
}
