// The picture: boxes and wires as SVG, built once for each graph; steps only switch classes on it.

const COLUMN = 84;
const ROW = 58;
const BOX = { width: 66, height: 38 };
const MARGIN = 12;
const SVG = "http://www.w3.org/2000/svg";

function svgElement(parent, name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

function placeOf(node) {
  return { x: MARGIN + node.column * COLUMN, y: MARGIN + node.row * ROW };
}

function wirePath(source, target) {
  const from = placeOf(source);
  const to = placeOf(target);
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const bend = Math.max(12, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

// What is not known at a step is not told at it either.
function describeNode(node, valueKnown, gradientKnown) {
  const name = ["input", "parameter"].includes(node.kind) ? `${node.kind} ${node.sign}` : node.operation;
  const value = valueKnown ? `, value ${node.values}` : "";
  return `${name}, shape ${node.shape}${value}${gradientKnown ? `, gradient ${node.gradients}` : ""}`;
}

function tellNode({ group, title, node }, valueKnown, gradientKnown) {
  const text = describeNode(node, valueKnown, gradientKnown);
  if (title.textContent === text) return;
  title.textContent = text;
  group.setAttribute("aria-label", text);
}

function buildNode(parent, node) {
  const { x, y } = placeOf(node);
  const leaf = node.checked;
  const group = svgElement(parent, "g", {
    class: `node ${node.kind}${leaf ? " leaf" : ""}`,
    transform: `translate(${x} ${y})`,
    ...(leaf ? { tabindex: 0, role: "button" } : { role: "img" }),
  });
  const title = svgElement(group, "title", {});
  svgElement(group, "rect", { class: "box", width: BOX.width, height: BOX.height, rx: ["input", "parameter"].includes(node.kind) ? 8 : 19 });
  svgElement(group, "text", { class: "sign", x: BOX.width / 2, y: 16 }, node.sign);
  const value = svgElement(group, "text", { class: "value", x: BOX.width / 2, y: 31 }, node.value);
  const slope = svgElement(group, "text", { class: "slope", x: BOX.width / 2, y: BOX.height + 13 }, node.gradient);
  return { group, title, node, value, slope };
}

function buildPicture(graph) {
  const { svg } = graph.elements;
  const { nodes, edges } = graph.data;
  svg.replaceChildren();
  const width = 2 * MARGIN + Math.max(...nodes.map((node) => node.column)) * COLUMN + BOX.width;
  const height = 2 * MARGIN + Math.max(...nodes.map((node) => node.row)) * ROW + BOX.height + 14;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  // Narrower than this the numbers could not be read: the picture scrolls instead.
  Object.assign(svg.style, { width: "100%", minWidth: `${Math.round(width * 0.88)}px`, maxWidth: `${Math.round(width * 1.1)}px` });
  graph.wires = edges.map(([source, target]) => svgElement(svg, "path", { class: "wire", d: wirePath(nodes[source], nodes[target]) }));
  graph.boxes = nodes.map((node) => buildNode(svg, node));
}
