// @ts-check
// The plane of one neuron: takes over what Python sent, draws a frame whenever something moved, and tells the page of
// the neuron when it rests.

import { drawOn, fitted } from "../canvas.js";
import { requestFrame } from "../clock.js";
import { contextOf, setText } from "../dom.js";
import { numberText } from "../number_text.js";
import { activationOf } from "../evaluation/activations.js";
import { readTheme } from "../network_player/theme.js";
import { watchTheme } from "../theme.js";
import { drawPlane } from "./drawing.js";
import { elementsOf } from "./elements.js";
import { makeFields, showFields, watchFields } from "./fields.js";
import { nameHandles, placeHandles, watchHandles } from "./handles.js";
import { GRID } from "./heat_map.js";
import { advance, takePath, watchLearning, writeLearning } from "./learning.js";
import { stateOf, sumAt, textOf } from "./neuron.js";
import { writeLegend, writeSums, writeVerdict } from "./words.js";

/** @import { Component, Plane, PlaneData, State } from "./types.d.ts" */

const REST = 350; // milliseconds
const PARTY = 900;

/** @type {WeakMap<ParentNode, Plane>} */
const planes = new WeakMap();

/** @param {ParentNode} parent */
function createPlane(parent) {
  const elements = elementsOf(parent);
  const picture = document.createElement("canvas");
  picture.width = picture.height = GRID;
  const plane = /** @type {Plane} */ (/** @type {unknown} */ ({
    elements, picture, pixels: contextOf(picture).createImageData(GRID, GRID), fields: makeFields(elements.fields),
    size: null, held: null, typed: null, unanswered: [], restTimer: undefined, path: null, awaited: null, solvedAt: null, tries: 0,
    playing: false, destroyed: false, before: null, frame: 0,
    draw: (/** @type {number} */ now) => drawAll(plane, now),
  }));
  const change = (/** @type {State} */ state) => changeTo(plane, state);
  watchHandles(plane, change, () => rest(plane));
  watchFields(plane, change, () => rest(plane));
  watchLearning(plane, () => rest(plane), () => redraw(plane));
  elements.bring.onclick = () => {
    changeTo(plane, { ...plane.state, b: 0 });
    rest(plane);
  };
  watchTheme(elements.picture, () => applyTheme(plane));
  plane.observer = new ResizeObserver(() => redraw(plane));
  plane.observer.observe(elements.map);
  return plane;
}

/** @param {Plane} plane */
function redraw(plane) {
  requestFrame(plane, (_, seconds) => advance(plane, seconds, () => rest(plane)));
}

/**
 * A visitor changes the neuron or the point; another neuron is on no path of learning.
 *
 * @param {Plane} plane
 * @param {State} state
 */
function changeTo(plane, state) {
  const { w1, w2, b } = plane.state;
  if (state.w1 !== w1 || state.w2 !== w2 || state.b !== b) {
    plane.path = null;
    plane.playing = false;
  }
  plane.state = state;
  redraw(plane);
}

/**
 * The page learns of it a moment after the last change.
 *
 * @param {Plane} plane
 */
function rest(plane) {
  clearTimeout(plane.restTimer);
  if (!plane.path && plane.solvedAt === null) plane.tries++;
  plane.restTimer = setTimeout(() => {
    const text = textOf(plane.state);
    nameHandles(plane);
    setText(plane.elements.status, spoken(plane));
    if (text === plane.unanswered.at(-1) || (!plane.unanswered.length && text === textOf(stateOf(plane.data.state)))) return;
    plane.unanswered.push(text);
    plane.send("rest", text);
  }, REST);
  redraw(plane);
}

/** @param {Plane} plane */
function spoken({ state, activation, elements }) {
  const z = sumAt(state, [state.x1, state.x2]);
  return `z = ${numberText(z, 3)}, a = ${numberText(activation(z), 3)}. ${elements.verdict.hidden ? "" : elements.count.textContent}`;
}

/**
 * @param {Plane} plane
 * @param {number} now
 */
function drawAll(plane, now) {
  const size = fitted(plane.elements.map);
  plane.size = size;
  if (!size || !plane.theme) return;
  const solved = writeVerdict(plane);
  if (!solved) plane.solvedAt = null;
  else if (plane.solvedAt === null) plane.solvedAt = matchMedia("(prefers-reduced-motion: reduce)").matches ? -Infinity : now;
  drawOn(plane.elements.map, size, (context) => drawPlane(context, plane, size, now));
  placeHandles(plane);
  writeSums(plane);
  writeLearning(plane);
  showFields(plane);
  if (solved && now - (plane.solvedAt ?? 0) < PARTY && !plane.playing) requestAnimationFrame(() => redraw(plane));
}

/** @param {Plane} plane */
function applyTheme(plane) {
  plane.theme = readTheme(plane.elements.picture);
  const { style } = plane.elements.root;
  plane.theme.toneColors.slice(0, 2).forEach((color, index) => style.setProperty(["--no", "--yes"][index], color));
  redraw(plane);
}

/**
 * What Python sent: the numbers only where they are news, since an answer may be older than what is being dragged.
 *
 * @param {Plane} plane
 * @param {PlaneData} data
 */
function showData(plane, data) {
  const before = plane.data;
  plane.data = data;
  plane.activation = activationOf(data.activation);
  const answered = plane.unanswered.indexOf(textOf(stateOf(data.state))); // Python writes 1e-07, the browser 1e-7
  if (answered >= 0) plane.unanswered.splice(0, answered + 1);
  else if (!before || data.state !== before.state) {
    plane.state = stateOf(data.state);
    plane.unanswered = [];
    plane.path = plane.typed = null;
    plane.playing = false;
  }
  if (before?.exercise !== data.exercise) {
    plane.tries = 0;
    plane.solvedAt = before ? null : -Infinity; // a page that opens does not celebrate
  }
  takePath(plane, data.path);
  writeLegend(plane);
  nameHandles(plane);
  plane.elements.map.setAttribute("aria-label", `The neuron's output over the plane, ${data.exercise}`);
}

/**
 * @param {Component} component
 * @returns {() => void}
 */
export function mount({ data, parentElement, setTriggerValue }) {
  const plane = planes.get(parentElement) ?? createPlane(parentElement);
  planes.set(parentElement, plane);
  plane.send = (name, value) => setTriggerValue(name, value);
  if (data !== plane.data) showData(plane, data);
  applyTheme(plane);
  return () => {
    plane.destroyed = true;
    cancelAnimationFrame(plane.frame);
    clearTimeout(plane.restTimer);
    plane.observer.disconnect();
    planes.delete(parentElement);
  };
}
