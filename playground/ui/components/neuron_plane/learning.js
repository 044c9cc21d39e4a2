// @ts-check
// The path of gradient descent, which PyTorch computed: it plays here, step by step, back and forth.

import { setText } from "../dom.js";
import { float32 } from "../decode.js";
import { numberText } from "../number_text.js";
import { textOf } from "./neuron.js";

/** @import { PathData, Plane, State } from "./types.d.ts" */

const SLOWEST = 8; // steps a second at the beginning, to follow each
const FASTER = 14; // of it every second

/**
 * @param {Plane} plane
 * @param {() => void} rest - the page is to learn of the neuron
 * @param {() => void} redraw
 */
export function watchLearning(plane, rest, redraw) {
  const { learn, step, undo, scrub } = plane.elements;
  const ask = (/** @type {"play" | "step"} */ how) => {
    plane.awaited = how;
    clearTimeout(plane.restTimer);
    const text = textOf(plane.state);
    plane.unanswered.push(text);
    plane.send("learn", text);
  };
  const over = () => !plane.path || plane.path.step >= lastStep(plane);
  learn.onclick = () => {
    if (plane.playing) {
      plane.playing = false;
      rest();
    } else if (over()) ask("play");
    else {
      plane.playing = true;
      plane.before = null;
    }
    redraw();
  };
  const jump = (/** @type {number} */ to) => {
    plane.playing = false;
    goTo(plane, to);
    rest();
  };
  step.onclick = () => (over() ? ask("step") : jump((plane.path?.step ?? 0) + 1));
  undo.onclick = () => jump(0);
  scrub.oninput = () => jump(scrub.valueAsNumber);
}

/**
 * A new path is taken over, and begins to play if that was asked for.
 *
 * @param {Plane} plane
 * @param {PathData | null} data
 */
export function takePath(plane, data) {
  if (!data) return void (plane.path = null);
  if (plane.path?.number === data.number || !plane.awaited) return;
  const { number, losses, diverged } = data;
  plane.path = { number, weights: float32(data.weights), losses, diverged, step: 0, position: 0 };
  plane.playing = plane.awaited === "play";
  plane.before = null;
  if (plane.awaited === "step") goTo(plane, 1);
  plane.awaited = null;
}

/** @param {Plane} plane */
export function lastStep({ path }) {
  return path ? path.losses.length - 1 : 0;
}

/**
 * The neuron as it was at a step.
 *
 * @param {Plane} plane
 * @param {number} step
 */
export function goTo(plane, step) {
  const { path, state } = plane;
  if (!path) return;
  path.position = Math.max(0, Math.min(step, lastStep(plane)));
  path.step = Math.floor(path.position);
  const [w1, w2, b] = path.weights.subarray(3 * path.step, 3 * path.step + 3);
  plane.state = /** @type {State} */ ({ ...state, w1, w2, b });
}

/**
 * @param {Plane} plane
 * @param {number} seconds
 * @param {() => void} arrived
 */
export function advance(plane, seconds, arrived) {
  const { path } = plane;
  if (!path) return;
  goTo(plane, path.position + seconds * (SLOWEST + path.position * (FASTER / 20)));
  if (path.step < lastStep(plane)) return;
  plane.playing = false;
  arrived();
}

/** @param {Plane} plane */
export function writeLearning(plane) {
  const { elements, data, path, playing, awaited } = plane;
  elements.learning.hidden = !data.points.length;
  const over = !path || path.step >= lastStep(plane);
  setText(elements.learn, playing ? "Pause" : path && !over ? "Go on" : path ? "Learn on" : "Let it learn");
  elements.learn.disabled = elements.step.disabled = awaited !== null;
  elements.undo.hidden = elements.track.hidden = !path;
  if (!path) return;
  elements.scrub.max = String(lastStep(plane));
  elements.scrub.value = String(path.step);
  elements.scrub.setAttribute("aria-valuetext", `Step ${path.step}`);
  const left = path.diverged && over ? ", then it left all bounds" : "";
  setText(elements.loss, `step ${path.step} of ${lastStep(plane)} · loss ${numberText(path.losses[path.step], 3)}${left}`);
}
