// @ts-check
// The graph: takes what Python sent, and keeps the step that is shown.

import { focusedBeside } from "../dom.js";
import { showView } from "./camera.js";
import { showCheck } from "./check.js";
import { watchControls, watchKeys } from "./controls.js";
import { elementsOf } from "./elements.js";
import { buildPicture } from "./picture.js";
import { showStep } from "./steps.js";
import { makeSvg } from "./svg.js";

/** @import { Component, Graph, GraphData } from "./types.d.ts" */

/** @type {WeakMap<ParentNode, Graph>} */
const graphs = new WeakMap();

/**
 * What is known of a graph before its first data.
 *
 * @param {ParentNode} parent
 */
function createGraph(parent) {
  const elements = elementsOf(parent);
  /** @type {Graph} */
  const graph = {
    elements,
    data: { nodes: [], edges: [], groups: [], size: [1, 1], steps: [], checks: {}, alt: "" },
    shape: "",
    position: 0,
    speed: 0,
    playing: false,
    chosen: null,
    wires: [],
    boxes: [],
    frames: [],
    cards: [],
    cardWires: [],
    cardWidth: 0,
    layerNames: [],
    world: makeSvg(elements.svg, "g", {}),
    view: null,
    fit: 1,
    dragged: false,
    timer: undefined,
  };
  watchControls(graph);
  watchKeys(graph);
  new ResizeObserver(() => {
    showView(graph);
    if (graph.chosen === null) showStep(graph);
  }).observe(elements.stage);
  return graph;
}

/**
 * Shows new data; the same graph with other numbers keeps its step, its chosen leaf and the focus.
 *
 * @param {Graph} graph
 * @param {GraphData} data
 */
function takeData(graph, data) {
  const shape = JSON.stringify([data.edges, data.nodes.map((node) => node.sign), data.steps.length]);
  const same = shape === graph.shape;
  Object.assign(graph, { data, shape });
  const { elements } = graph;
  elements.svg.setAttribute("aria-label", data.alt);
  elements.graph.setAttribute("aria-label", "The autograd graph");
  for (const part of [elements.controls, elements.step]) part.hidden = data.steps.length === 0;
  const focused = graph.boxes.findIndex((box) => box.shape === focusedBeside(box.shape));
  buildPicture(graph);
  elements.graph.classList.toggle("still", data.steps.length === 0);
  elements.board.classList.toggle("pinned", data.steps.length > 0);
  if (!same) {
    graph.playing = false;
    clearTimeout(graph.timer);
    graph.position = 0;
    graph.view = null;
    graph.chosen = null;
    elements.check.hidden = true;
  }
  if (focused >= 0 && same) graph.boxes[focused].shape.focus();
  showView(graph);
  if (graph.chosen === null) showStep(graph);
  else showCheck(graph, graph.chosen);
}

/**
 * @param {Component} component
 * @returns {() => void}
 */
export function mount({ data, parentElement }) {
  const graph = graphs.get(parentElement) ?? createGraph(parentElement);
  graphs.set(parentElement, graph);
  if (data !== graph.data) takeData(graph, data);
  return () => {
    clearTimeout(graph.timer);
    graphs.delete(parentElement);
  };
}
