// @ts-check
// The picture: boxes and wires as SVG, built once for each graph; steps only switch classes on it.

/** @import { Box, Graph, GraphNode } from "./types.d.ts" */

const COLUMN = 84;
const ROW = 58;
export const BOX = { width: 66, height: 38 };
const MARGIN = 12;
const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Element} parent
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function makeSvg(parent, tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

/**
 * The upper left corner of a node's box.
 *
 * @param {Pick<GraphNode, "column" | "row">} node
 */
export function placeOf(node) {
  return { x: MARGIN + node.column * COLUMN, y: MARGIN + node.row * ROW };
}

/**
 * The `d` of a wire from the right side of one box to the left side of another.
 *
 * @param {Pick<GraphNode, "column" | "row">} source
 * @param {Pick<GraphNode, "column" | "row">} target
 */
export function wirePath(source, target) {
  const from = placeOf(source);
  const to = placeOf(target);
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const bend = Math.max(12, (x2 - x1) / 2);
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
  const name = isLeaf(node) ? `${node.kind} ${node.sign}` : node.operation;
  const value = valueKnown ? `, value ${node.values}` : "";
  return `${name}, shape ${node.shape}${value}${gradientKnown ? `, gradient ${node.gradients}` : ""}`;
}

/** @param {GraphNode} node */
function isLeaf({ kind }) {
  return kind === "input" || kind === "parameter";
}

/**
 * @param {Box} box
 * @param {boolean} valueKnown
 * @param {boolean} gradientKnown
 */
export function labelNode({ group, title, node }, valueKnown, gradientKnown) {
  const text = describeNode(node, valueKnown, gradientKnown);
  if (title.textContent === text) return;
  title.textContent = text;
  group.setAttribute("aria-label", text);
}

/**
 * @param {Element} parent
 * @param {GraphNode} node
 * @returns {Box}
 */
function makeBox(parent, node) {
  const { x, y } = placeOf(node);
  const group = makeSvg(parent, "g", {
    class: `node ${node.kind}${node.checked ? " leaf" : ""}`,
    transform: `translate(${x} ${y})`,
    ...(node.checked ? { tabindex: 0, role: "button" } : { role: "img" }),
  });
  const title = makeSvg(group, "title", {});
  makeSvg(group, "rect", { class: "box", width: BOX.width, height: BOX.height, rx: isLeaf(node) ? 8 : 19 });
  makeSvg(group, "text", { class: "sign", x: BOX.width / 2, y: 16 }, node.sign);
  const value = makeSvg(group, "text", { class: "value", x: BOX.width / 2, y: 31 }, node.value);
  const gradient = makeSvg(group, "text", { class: "slope", x: BOX.width / 2, y: BOX.height + 13 }, node.gradient);
  return { group, title, node, value, gradient };
}

/** @param {Graph} graph */
export function buildPicture(graph) {
  const { svg } = graph.elements;
  const { nodes, edges } = graph.data;
  svg.replaceChildren();
  const width = 2 * MARGIN + Math.max(...nodes.map((node) => node.column)) * COLUMN + BOX.width;
  const height = 2 * MARGIN + Math.max(...nodes.map((node) => node.row)) * ROW + BOX.height + 14;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  // Narrower than this the numbers could not be read: the picture scrolls instead.
  Object.assign(svg.style, { width: "100%", minWidth: `${Math.round(width * 0.88)}px`, maxWidth: `${Math.round(width * 1.1)}px` });
  graph.wires = edges.map(([source, target]) => makeSvg(svg, "path", { class: "wire", d: wirePath(nodes[source], nodes[target]) }));
  graph.boxes = nodes.map((node) => makeBox(svg, node));
}
