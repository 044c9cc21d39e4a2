// @ts-check
// How the picture lies in its box: whole, or closer and moved by hand. Where the whole would be too small to be read,
// it shows its neurons alone.

import { clamp } from "../clamp.js";
import { placeCards } from "./cards.js";

/** @import { Frame, Graph, View } from "./types.d.ts" */

const MARGIN = 10;
const READABLE = 0.72; // of the natural size, where text is 13 pixels high
const LARGEST = 2.2;
const WHOLE_LARGEST = 1.15;
const ZOOM = 1.4;
const LEAST_HEIGHT = 110;

/**
 * The scale at which the whole picture fits into a box.
 *
 * @param {[number, number]} size - of the picture
 * @param {[number, number]} box
 */
export function fitScale([width, height], [across, down]) {
  return Math.min((across - 2 * MARGIN) / width, (down - 2 * MARGIN) / height, WHOLE_LARGEST);
}

/**
 * The offset that shows the point `center` of the picture in the middle of the box, as far as the picture's ends allow.
 *
 * @param {number} scale
 * @param {[number, number]} center
 * @param {[number, number]} size - of the picture
 * @param {[number, number]} box
 * @returns {[number, number]}
 */
export function offsetAt(scale, center, size, box) {
  const at = (/** @type {number} */ axis) => {
    const length = size[axis] * scale;
    if (length <= box[axis] - 2 * MARGIN) return (box[axis] - length) / 2;
    return clamp(box[axis] / 2 - center[axis] * scale, box[axis] - MARGIN - length, MARGIN);
  };
  return [at(0), at(1)];
}

/** @param {Graph} graph */
export function showView(graph) {
  const { elements, data, view } = graph;
  const across = elements.stage.clientWidth;
  if (!across || !data.nodes.length) return;
  const most = parseFloat(getComputedStyle(elements.stage).maxHeight) || 400;
  const natural = data.size[1] * Math.min(WHOLE_LARGEST, (across - 2 * MARGIN) / data.size[0]) + 2 * MARGIN;
  const asCards = data.groups.length > 0 && fitScale(data.size, [across, most]) < READABLE;
  const small = data.size[0] * READABLE > across - 2 * MARGIN; // the zoom's buttons need a place
  const down = asCards || view ? most : clamp(natural, small ? LEAST_HEIGHT + 60 : LEAST_HEIGHT, most);
  /** @type {[number, number]} */
  const box = [across, down];
  const fit = fitScale(data.size, box);
  graph.fit = fit;
  elements.svg.style.height = `${down}px`;
  elements.svg.setAttribute("viewBox", `0 0 ${across} ${down}`);
  const cards = asCards && !view;
  elements.graph.classList.toggle("as-cards", cards);
  elements.graph.classList.toggle("signs-alone", !cards && !view && fit < READABLE);
  elements.graph.classList.toggle("zoomed", view !== null);
  elements.out.disabled = elements.whole.disabled = view === null;
  elements.in.disabled = view !== null && view.scale >= LARGEST;
  elements.zoom.hidden = !view && !cards && fit >= READABLE;
  if (cards) placeCards(graph, box);
  else {
    const scale = view?.scale ?? fit;
    const [x, y] = offsetAt(scale, view?.center ?? [data.size[0] / 2, data.size[1] / 2], data.size, box);
    graph.world.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }
}

/**
 * Closer by one step, or farther; far enough is the whole picture.
 *
 * @param {Graph} graph
 * @param {1 | -1} direction
 */
export function zoom(graph, direction) {
  const center = graph.view?.center ?? centerOfLit(graph);
  const scale = (graph.view?.scale ?? graph.fit) * ZOOM ** direction;
  if (!graph.view && direction > 0) graph.view = { scale: Math.max(scale, 1), center };
  else graph.view = scale <= graph.fit ? null : { scale: Math.min(scale, LARGEST), center };
  showView(graph);
}

/**
 * Zoomed in on a neuron.
 *
 * @param {Graph} graph
 * @param {Frame} frame
 */
export function lookAt(graph, frame) {
  graph.view = { scale: Math.max(graph.fit, 1), center: centerOf(frame) };
  showView(graph);
}

/**
 * While it is zoomed in, the picture follows what is lit.
 *
 * @param {Graph} graph
 */
export function followLit(graph) {
  if (!graph.view || !graph.data.steps[graph.position]?.nodes.length) return;
  graph.view.center = centerOfLit(graph);
  showView(graph);
}

/**
 * @param {Frame} frame
 * @returns {[number, number]}
 */
function centerOf([x, y, width, height]) {
  return [x + width / 2, y + height / 2];
}

/** @param {Graph} graph */
function centerOfLit({ data, position }) {
  const lit = data.steps[position]?.nodes ?? [];
  const group = data.groups.find(({ members }) => members.includes(lit[0]));
  if (group) return centerOf(group.box);
  const some = lit.length && lit.length < data.nodes.length / 2 ? lit.map((index) => data.nodes[index]) : data.nodes;
  const xs = some.flatMap(({ x, width }) => [x, x + width]);
  const ys = some.map(({ y }) => y);
  /** @type {[number, number]} */
  const center = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
  return center;
}

/**
 * A drag moves what is zoomed in.
 *
 * @param {Graph} graph
 */
export function watchDrag(graph) {
  const { svg } = graph.elements;
  /** @type {{ at: [number, number], view: View } | null} */
  let drag = null;
  svg.onpointerdown = (event) => {
    if (graph.view && event.isPrimary) drag = { at: [event.clientX, event.clientY], view: graph.view };
  };
  svg.onpointermove = (event) => {
    if (!drag || !graph.view || !event.isPrimary) return;
    const [dx, dy] = [event.clientX - drag.at[0], event.clientY - drag.at[1]];
    if (!graph.dragged && Math.hypot(dx, dy) < 5) return;
    graph.dragged = true;
    svg.setPointerCapture(event.pointerId);
    const { scale, center } = drag.view;
    graph.view = { scale, center: [center[0] - dx / scale, center[1] - dy / scale] };
    showView(graph);
  };
  svg.onpointerup = svg.onpointercancel = () => {
    drag = null;
    setTimeout(() => (graph.dragged = false)); // after the click that ends a drag
  };
}
