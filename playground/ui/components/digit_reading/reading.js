// @ts-check
// Shows what a network reads: the server's answer, and while the pen is down the browser's own, a reading a frame. The
// networks, the preparation and the pixels are the server's, so that its answer, when it comes, changes nothing.

import { deliveredNetwork } from "../delivered.js";
import { setText } from "../dom.js";
import { readPageTheme, watchTheme } from "../theme.js";
import { toMnist } from "../preparation/preprocessing.js";
import { answerTo } from "./answer.js";
import { addMoment, beginWith, courseOf, courseText, noCourse } from "./course.js";
import { showCourse } from "./course_drawing.js";
import { watchPen } from "./pen.js";
import { canvasesIn, pixelsOf, scratchOf } from "./pixels.js";
import { elementsOf, showAnswer } from "./view.js";

/** @import { Answer, Component, ReadingData, State } from "./types.d.ts" */

const SETTLING = 3; // frames: the canvas draws a stroke in the one after it has ended
const PATIENCE = 4000; // milliseconds: a press that left no ink is no stroke to the server
const WHILE = "Read in this browser as you draw. Nothing is sent before you lift the pen.";

/** @type {WeakMap<Element, State>} */
const states = new WeakMap();

/** @param {Component} component */
export function mount({ data, parentElement }) {
  const root = parentElement.querySelector(".reading");
  if (!(root instanceof HTMLElement) || !data) return undefined;
  const state = states.get(root) ?? createState(root, parentElement, data);
  state.data = data;
  accept(state);
  return () => state.stop();
}

/**
 * @param {HTMLElement} root
 * @param {ParentNode} parent
 * @param {ReadingData} data
 * @returns {State}
 */
function createState(root, parent, data) {
  /** @type {State} */
  const state = {
    elements: elementsOf(parent),
    data,
    theme: readPageTheme(root),
    course: noCourse(data),
    down: false,
    live: false,
    moved: false,
    frame: 0,
    left: 0,
    strokes: data.strokes,
    timer: undefined,
    shown: null,
    scratch: null,
    stop: () => {},
  };
  states.set(root, state);
  const isCanvas = (/** @type {EventTarget | undefined} */ target) => target instanceof HTMLCanvasElement && target === canvasesIn(canvasPlace(state))?.upper;
  const unwatch = watchPen(window, isCanvas, { press: () => press(state), move: () => (state.moved = true), lift: () => lift(state) });
  const observer = new ResizeObserver(() => showCourse(state.elements, state.course, state.theme));
  observer.observe(root);
  themed(state);
  watchTheme(root, () => themed(state));
  state.stop = () => {
    unwatch();
    observer.disconnect();
    cancelAnimationFrame(state.frame);
    clearTimeout(state.timer);
    setLive(state, false);
    states.delete(root);
  };
  return state;
}

/** @param {State} state */
function themed(state) {
  const { reading } = state.elements;
  state.theme = readPageTheme(reading);
  reading.style.setProperty("--chosen", state.theme.colors[0]);
  showCourse(state.elements, state.course, state.theme);
}

/** @param {State} state */
function canvasPlace({ data }) {
  return document.querySelector(`.st-key-${data.canvas}`) ?? document.createElement("div");
}

/**
 * Takes the server's answer over, unless it is of an earlier drawing than the one that is shown.
 *
 * @param {State} state
 */
function accept(state) {
  const { data, elements } = state;
  if (state.down || (state.live && data.strokes < state.strokes && data.version === state.course.version)) return;
  clearTimeout(state.timer);
  state.strokes = data.strokes;
  state.course = courseOf(state.course, data);
  if (data.answer) {
    const image = Uint8Array.from(atob(data.answer.image), (character) => character.charCodeAt(0));
    state.shown = { ...data.answer, image };
    showAnswer(elements, state.shown, data.kinds, data.alt);
  } else {
    state.shown = null;
    elements.reading.hidden = true;
  }
  setLive(state, false);
  say(state);
}

/** @param {State} state */
function say({ data, course, elements, theme, down }) {
  setText(elements.sentence, data.networks ? (down ? WHILE : courseText(course)) : data.why);
  showCourse(elements, course, theme);
}

/** @param {State} state */
function press(state) {
  if (!state.data.networks) return;
  clearTimeout(state.timer);
  state.down = state.moved = true;
  state.strokes += 1;
  state.left = SETTLING;
  if (state.shown && !state.course.moments.length) beginWith(state.course, state.strokes - 1, state.shown);
  request(state);
}

/** @param {State} state */
function lift(state) {
  if (!state.down) return;
  state.down = false;
  state.left = SETTLING;
  state.timer = setTimeout(() => (state.strokes = state.data.strokes), PATIENCE);
  request(state);
}

/** @param {State} state */
function request(state) {
  if (state.frame) return;
  state.frame = requestAnimationFrame(() => {
    state.frame = 0;
    if (state.down && state.moved) readNow(state);
    // In the first frames after a stroke it is on neither canvas.
    if (!state.down && (state.left -= 1) === 0) readNow(state);
    if (state.down || state.left > 0) request(state);
  });
}

/** @param {State} state */
function readNow(state) {
  const answer = answerNow(state);
  state.moved = false;
  if (!answer || (answer.kind < 0 && state.elements.reading.hidden)) return; // the pen has not left any ink yet
  state.shown = answer;
  if (answer.kind >= 0) addMoment(state.course, state.strokes, answer);
  showAnswer(state.elements, answer, state.data.kinds, null);
  setLive(state, true);
  say(state);
}

/**
 * What the networks read at this moment; null where they or the canvas have not come yet.
 *
 * @param {State} state
 * @returns {Answer | null}
 */
function answerNow(state) {
  const { networks, kinds } = state.data;
  const reader = networks && deliveredNetwork(networks.reader);
  const judge = networks && deliveredNetwork(networks.judge);
  const canvases = canvasesIn(canvasPlace(state));
  if (!reader || !judge || !canvases) return null;
  const { width, height } = canvases.lower;
  if (state.scratch?.canvas.width !== width || state.scratch.canvas.height !== height) state.scratch = scratchOf(width, height);
  const image = toMnist(pixelsOf(state.scratch, canvases).data, width, height);
  if (!image) return { label: null, probabilities: Array(10).fill(0), kind: -1, image: new Uint8Array(28 * 28) };
  return answerTo(image, reader, judge, kinds.map(({ size }) => size));
}

/**
 * Says on the page who reads: what else stands at this place gives way, and what is about another answer steps back.
 *
 * @param {State} state
 * @param {boolean} live
 */
function setLive(state, live) {
  state.live = live;
  state.elements.reading.dataset.by = live ? "browser" : "server";
  const place = document.querySelector(`.st-key-${state.data.place}`);
  if (!(place instanceof HTMLElement)) return;
  place.toggleAttribute("data-empty", state.elements.reading.hidden);
  place.toggleAttribute("data-reading", live ? !state.data.photographed : state.data.alone);
  document.body.toggleAttribute("data-drawing", live && state.shown?.label !== state.data.answer?.label);
}
