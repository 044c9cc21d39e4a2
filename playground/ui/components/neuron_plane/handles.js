// @ts-check
// What can be taken hold of: the line's middle and ends, the arrow's tip, the point. Buttons over the picture, so that
// fingers, a mouse and keys reach them; a mouse may also take the line anywhere.

import { clamp } from "../clamp.js";
import { numberText } from "../number_text.js";
import { planePlaces } from "../network_player/plane.js";
import { lineOf, movedTo, pointed, rounded, stretchedTo, sumAt, tipOf, turnedTo } from "./neuron.js";

/** @import { Grip, Held, Plane, Point, State } from "./types.d.ts" */

const STEPS = new Map(/** @type {[string, Point][]} */ ([["ArrowLeft", [-1, 0]], ["ArrowRight", [1, 0]], ["ArrowUp", [0, 1]], ["ArrowDown", [0, -1]]]));
const NEAR = 9; // pixels beside the line that mean it
const TURN = Math.PI / 60; // of an arrow key
/** @type {Grip[]} */
const GRIPS = ["first", "second", "move", "tip", "point"];

/**
 * @param {Plane} plane
 * @param {(state: State) => void} change
 * @param {() => void} rest - the change is over
 */
export function watchHandles(plane, change, rest) {
  const { handles, map } = plane.elements;
  const drag = (/** @type {PointerEvent} */ event) => {
    if (plane.held && event.isPrimary) change(rounded(stateAt(plane, plane.held, placeOf(plane, event))));
  };
  const letGo = () => {
    if (!plane.held) return;
    plane.held = null;
    rest();
  };
  /** @type {(element: HTMLElement, event: PointerEvent, grip: Grip) => void} */
  const take = (element, event, grip) => {
    plane.held = { grip, from: placeOf(plane, event), state: plane.state, line: lineOf(plane.state, plane.data.extent) };
    element.setPointerCapture(event.pointerId);
    handles[grip].focus({ preventScroll: true });
    event.preventDefault();
  };
  for (const element of [map, ...Object.values(handles)]) {
    element.onpointermove = drag;
    element.onpointerup = element.onpointercancel = letGo;
  }
  for (const grip of GRIPS) {
    handles[grip].onpointerdown = (event) => {
      if (event.isPrimary && !event.button) take(handles[grip], event, grip);
    };
    handles[grip].onkeydown = (event) => {
      if (pressKey(plane, grip, event, change)) rest();
    };
  }
  watchMap(plane, take, change, rest);
}

/**
 * @param {Plane} plane
 * @param {(element: HTMLElement, event: PointerEvent, grip: Grip) => void} take
 * @param {(state: State) => void} change
 * @param {() => void} rest
 */
function watchMap(plane, take, change, rest) {
  const { map } = plane.elements;
  map.onpointerdown = (event) => {
    if (!event.isPrimary || event.button || event.pointerType === "touch") return; // a finger that drags scrolls the page
    const place = placeOf(plane, event);
    const grip = gripAt(plane, place);
    take(map, event, grip ?? "point");
    if (!grip) change(rounded({ ...plane.state, x1: place[0], x2: place[1] }));
  };
  map.onclick = (event) => {
    if (/** @type {PointerEvent} */ (event).pointerType !== "touch") return;
    const [x1, x2] = placeOf(plane, event);
    change(rounded({ ...plane.state, x1, x2 }));
    rest();
  };
}

/**
 * @param {Plane} plane
 * @param {MouseEvent} event
 * @returns {Point}
 */
function placeOf({ size, data: { extent }, elements }, event) {
  const box = elements.map.getBoundingClientRect();
  const [x1, x2] = planePlaces(size ?? { width: 1, height: 1, ratio: 1 }, extent).point(event.clientX - box.left, event.clientY - box.top);
  return [clamp(x1, -extent, extent), clamp(x2, -extent, extent)];
}

/**
 * What of the line a press means: within its middle half it is moved, farther out turned.
 *
 * @param {Plane} plane
 * @param {Point} place
 * @returns {Grip | null}
 */
function gripAt({ state, data: { extent }, size }, place) {
  const line = lineOf(state, extent);
  const reach = (NEAR / (size?.width ?? 1)) * 2 * extent;
  if (!line || Math.abs(sumAt(state, place)) / line.length > reach) return null;
  const [toFirst, toSecond] = [line.first, line.second].map((end) => Math.hypot(end[0] - place[0], end[1] - place[1]));
  const whole = Math.hypot(line.first[0] - line.second[0], line.first[1] - line.second[1]);
  if (Math.min(toFirst, toSecond) > whole / 4) return "move";
  return toFirst < toSecond ? "first" : "second";
}

/**
 * @param {Plane} plane
 * @param {Held} held
 * @param {Point} to
 * @returns {State}
 */
function stateAt({ data: { extent } }, { grip, from, state, line }, to) {
  if (grip === "point") return { ...state, x1: to[0], x2: to[1] };
  if (!line) return state;
  if (grip === "move") return movedTo(state, [line.middle[0] + to[0] - from[0], line.middle[1] + to[1] - from[1]]);
  if (grip === "tip") return stretchedTo(state, line, to, extent);
  return turnedTo(state, line, to, grip === "second");
}

/**
 * @param {Plane} plane
 * @param {Grip} grip
 * @param {Point} step
 * @param {number} times
 * @returns {State}
 */
function stateByKey({ state, data: { extent } }, grip, [across, up], times) {
  const line = lineOf(state, extent);
  if (grip === "point") {
    return { ...state, x1: clamp(state.x1 + 0.1 * across * times, -extent, extent), x2: clamp(state.x2 + 0.1 * up * times, -extent, extent) };
  }
  if (!line) return state;
  const { middle, normal, length } = line;
  if (grip === "move") return movedTo(state, [middle[0] + 0.1 * across * times, middle[1] + 0.1 * up * times]);
  if (grip === "tip" && up) return pointed(state, middle, normal, length * 1.1 ** (up * times));
  const turn = -(across || -up) * TURN * times;
  return pointed(state, middle, [normal[0] * Math.cos(turn) - normal[1] * Math.sin(turn), normal[0] * Math.sin(turn) + normal[1] * Math.cos(turn)], length);
}

/**
 * @param {Plane} plane
 * @param {Grip} grip
 * @param {KeyboardEvent} event
 * @param {(state: State) => void} change
 */
function pressKey(plane, grip, event, change) {
  const step = STEPS.get(event.key);
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return false;
  event.preventDefault();
  change(rounded(stateByKey(plane, grip, step, event.shiftKey ? 5 : 1)));
  return true;
}

/**
 * Brings the buttons to where they belong, and says there what they hold.
 *
 * @param {Plane} plane
 */
export function placeHandles({ elements: { handles }, state, data: { extent }, size }) {
  if (!size) return;
  const places = planePlaces(size, extent);
  const line = lineOf(state, extent);
  const inside = (/** @type {Point} */ end, /** @type {Point} */ middle) =>
    /** @type {Point} */ ([middle[0] + (end[0] - middle[0]) * 0.82, middle[1] + (end[1] - middle[1]) * 0.82]);
  /** @type {Record<Grip, Point | null>} */
  const at = {
    point: [state.x1, state.x2],
    move: line && line.middle,
    first: line && inside(line.first, line.middle),
    second: line && inside(line.second, line.middle),
    tip: line && tipOf(line, extent),
  };
  for (const grip of GRIPS) {
    const place = at[grip];
    handles[grip].hidden = !place;
    if (place) handles[grip].style.transform = `translate(${places.x(place[0])}px, ${places.y(place[1])}px) translate(-50%, -50%)`;
  }
}

/**
 * What a screen reader says of the handles; not while one is dragged.
 *
 * @param {Plane} plane
 */
export function nameHandles({ elements: { handles }, state, data: { extent } }) {
  const line = lineOf(state, extent);
  const length = line ? numberText(line.length, 3) : "0";
  const names = {
    point: `Point at x₁ = ${numberText(state.x1)}, x₂ = ${numberText(state.x2)}. Arrow keys move it.`,
    move: `Middle of the line, bias ${numberText(state.b)}. Arrow keys move the line.`,
    first: "One end of the line. Arrow keys turn it.",
    second: "Other end of the line. Arrow keys turn it.",
    tip: `Tip of the weights, ${length} long. Up and down change their length, left and right turn them.`,
  };
  for (const grip of GRIPS) if (handles[grip].getAttribute("aria-label") !== names[grip]) handles[grip].setAttribute("aria-label", names[grip]);
}
