// @ts-check
// The pointer and the keys on the plane: they read a point, and draw, move and remove points where that is allowed.

import { clamp } from "../clamp.js";
import { fitReading } from "./reading.js";
import { planePlaces } from "./plane.js";
import { playOrPause, requestFrame } from "./playback.js";
import { addPoint, brush, movePoint, pointAt, removePoint } from "./points.js";

/** @import { Player, Point } from "./types.d.ts" */

const FINGER = 16; // pixels around a point that mean it
const MOUSE = 8;
const STEPS = new Map([["ArrowLeft", [-1, 0]], ["ArrowRight", [1, 0]], ["ArrowUp", [0, 1]], ["ArrowDown", [0, -1]]]);
const STEP = 0.2; // of the cross, in units of the plane

/** @param {Player} player */
export function watchPlane(player) {
  const canvas = player.elements.plane;
  canvas.onpointerdown = (event) => press(player, event);
  canvas.onpointermove = (event) => drag(player, event);
  canvas.onpointerup = canvas.onpointercancel = () => (player.held = null);
  canvas.onpointerleave = (event) => event.pointerType === "mouse" && !player.held && moveCross(player, null);
  canvas.oncontextmenu = (event) => player.data.editable && event.preventDefault();
  canvas.onfocus = () => canvas.matches(":focus-visible") && moveCross(player, player.cross ?? [0, 0]);
  canvas.onblur = () => moveCross(player, null);
  canvas.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moveByKey(player, event)) event.preventDefault();
  };
}

/**
 * @param {Player} player
 * @param {PointerEvent} event
 */
function placeOf(player, event) {
  const { sizes, data, elements } = player;
  const size = sizes.plane ?? { width: 1, height: 1, ratio: 1 };
  const box = elements.plane.getBoundingClientRect();
  const [x1, x2] = planePlaces(size, data.extent).point(event.clientX - box.left, event.clientY - box.top);
  const reach = ((event.pointerType === "touch" ? FINGER : MOUSE) / size.width) * 2 * data.extent;
  return { place: /** @type {Point} */ ([clamp(x1, -data.extent, data.extent), clamp(x2, -data.extent, data.extent)]), reach };
}

/**
 * @param {Player} player
 * @param {PointerEvent} event
 */
function press(player, event) {
  if (!event.isPrimary) return;
  const { place, reach } = placeOf(player, event);
  moveCross(player, place);
  if (!player.data.editable) return;
  const found = pointAt(player, place, reach);
  if (event.button === 2) {
    if (found) removePoint(player, found);
    return;
  }
  if (event.button || player.mode === "look") return;
  player.elements.plane.setPointerCapture(event.pointerId);
  if (player.mode === "remove") {
    if (found) removePoint(player, found);
  } else if (player.mode === "brush") brush(player, place);
  else if (found) player.held = found;
  else {
    addPoint(player, place);
    player.held = { points: player.train, index: player.train.targets.length - 1 };
  }
}

/**
 * @param {Player} player
 * @param {PointerEvent} event
 */
function drag(player, event) {
  if (!event.isPrimary) return;
  const { place, reach } = placeOf(player, event);
  moveCross(player, place);
  if (!player.elements.plane.hasPointerCapture(event.pointerId)) return;
  if (player.held) movePoint(player, player.held, place);
  else if (player.mode === "brush") brush(player, place);
  else if (player.mode === "remove") {
    const found = pointAt(player, place, reach);
    if (found) removePoint(player, found);
  }
}

/**
 * @param {Player} player
 * @param {Point | null} place
 */
function moveCross(player, place) {
  player.cross = place;
  fitReading(player);
  requestFrame(player);
}

/**
 * Arrow keys move the cross, with shift the point that is nearest to it; Enter adds one, Delete removes one.
 *
 * @param {Player} player
 * @param {KeyboardEvent} event
 */
function moveByKey(player, event) {
  const { cross, data } = player;
  const step = STEPS.get(event.key);
  if (event.key === " ") playOrPause(player);
  else if (!cross) return false;
  else if (step) {
    const to = /** @type {Point} */ (cross.map((value, axis) => clamp(value + STEP * step[axis], -data.extent, data.extent)));
    const found = event.shiftKey && data.editable ? pointAt(player, cross, 0.5) : null;
    if (found) movePoint(player, found, to);
    moveCross(player, to);
  } else return data.editable && editByKey(player, event.key, cross);
  return true;
}

/**
 * @param {Player} player
 * @param {string} key
 * @param {Point} cross
 */
function editByKey(player, key, cross) {
  const found = pointAt(player, cross, 0.5);
  if (key === "Enter") addPoint(player, cross);
  else if (key === "Delete" || key === "Backspace") {
    if (found) removePoint(player, found);
  } else return false;
  return true;
}
