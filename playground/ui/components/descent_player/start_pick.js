// @ts-check
// A new start: a tap on the map, a drag of the handle, or the arrow keys. The handle follows at once; the server is asked
// seldom, and never before it has answered the last time.

import { clamp } from "../clamp.js";
import { requestFrame } from "./playback.js";
import { placeHandle } from "./start_handle.js";

/** @import { Player, Point, Scene } from "./types.d.ts" */

const PICKS_EVERY = 150; // milliseconds
const ANSWER_WITHIN = 1000; // milliseconds after which the server is asked again
const DIRECTIONS = new Map([["ArrowLeft", [-1, 0]], ["ArrowRight", [1, 0]], ["ArrowUp", [0, 1]], ["ArrowDown", [0, -1]]]);

/**
 * Numbers that a person would type: a thousandth of the window is fine enough.
 *
 * @param {Pick<Scene, "window">} scene
 * @param {Point} point
 * @returns {Point}
 */
export function roundPick(scene, [x, y]) {
  const round = (/** @type {number} */ value, /** @type {number} */ axis) => {
    const [low, high] = scene.window[axis];
    const decimals = clamp(3 - Math.ceil(Math.log10(high - low)), 0, 8);
    return +clamp(value, low, high).toFixed(decimals);
  };
  return [round(x, 0), round(y, 1)];
}

/**
 * @param {Player} player
 * @param {Point} point
 */
function pick(player, point) {
  player.startDrag = player.unsent = roundPick(player.scene, point);
  placeHandle(player);
  requestFrame(player);
  sendPick(player);
}

/** @param {Player} player */
function sendPick(player) {
  clearTimeout(player.pickTimer);
  if (player.destroyed) return;
  const since = performance.now() - player.sentAt;
  if (player.unsent) {
    const wait = (player.answered ? PICKS_EVERY : ANSWER_WITHIN) - since;
    if (wait > 0) {
      player.pickTimer = setTimeout(() => sendPick(player), wait);
      return;
    }
    player.sentAt = performance.now();
    player.answered = false;
    const point = player.unsent;
    player.unsent = null;
    player.send(point);
  }
  // An answer with the same data never arrives: then the handle goes back to where the data say.
  player.pickTimer = setTimeout(() => settleStart(player), ANSWER_WITHIN);
}

/** @param {Player} player */
function settleStart(player) {
  if (player.dragging || player.unsent) return;
  player.startDrag = null;
  placeHandle(player);
  requestFrame(player);
}

/**
 * Takes new data as the answer to the last pick.
 *
 * @param {Player} player
 */
export function answerPick(player) {
  player.answered = true;
  if (player.unsent) sendPick(player);
  else settleStart(player);
}

/**
 * Whether the key moved the start: a fiftieth of the window, with Shift a tenth.
 *
 * @param {Player} player
 * @param {KeyboardEvent} event
 */
export function moveStart(player, event) {
  const direction = DIRECTIONS.get(event.key);
  if (!direction || !player.scene.pickable) return false;
  const from = player.startDrag ?? player.scene.start;
  const moved = (/** @type {number} */ axis) => {
    const [low, high] = player.scene.window[axis];
    return from[axis] + (direction[axis] * (high - low)) / (event.shiftKey ? 10 : 50);
  };
  pick(player, [moved(0), moved(1)]);
  return true;
}

/**
 * @param {Player} player
 * @param {PointerEvent | MouseEvent} event
 * @returns {{ inside: boolean, point: Point }}
 */
function placeOf({ elements, places }, event) {
  const box = elements.canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  return { inside: places.holds(x, y), point: [places.valueX(x), places.valueY(y)] };
}

/**
 * @param {Player} player
 * @param {MouseEvent} event
 */
export function tapMap(player, event) {
  const { inside, point } = placeOf(player, event);
  if (inside && player.scene.pickable) pick(player, point);
}

/** @param {Player} player */
export function watchHandle(player) {
  const { canvas, handle, tip } = player.elements;
  handle.onpointerdown = (event) => {
    if (event.button) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    player.dragging = true;
    tip.hidden = true;
  };
  handle.onpointermove = (event) => player.dragging && pick(player, placeOf(player, event).point);
  handle.onpointerup = handle.onpointercancel = () => {
    if (!player.dragging) return;
    player.dragging = false;
    if (player.startDrag && !player.unsent && player.answered) settleStart(player);
    else if (player.startDrag) sendPick(player);
  };
}
