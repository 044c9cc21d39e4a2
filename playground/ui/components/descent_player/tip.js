// @ts-check
// The loss under the pointer.

import { setText } from "../dom.js";
import { coordinateText, lossText } from "../number_text.js";
import { isHole, lossAt } from "./heights.js";

/** @import { Player, Scene } from "./types.d.ts" */

const DISTANCE = 14; // pixels to the pointer

/**
 * @param {Pick<Player, "elements" | "places" | "scene" | "dragging">} player
 * @param {PointerEvent} event
 */
export function showTip({ elements: { tip, canvas }, places, scene, dragging }, event) {
  const box = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  tip.hidden = dragging || !places.holds(x, y);
  if (tip.hidden) return;
  const texts = [places.valueX(x), places.valueY(y)].map((value, axis) => {
    const [low, high] = scene.window[axis];
    return `${scene.coordinates[axis]} = ${coordinateText(value, high - low)}`;
  });
  setText(tip, `${texts.join(", ")}, ${readLoss(scene, places.across(x), places.up(y))}`);
  const left = x + DISTANCE + tip.offsetWidth > box.width ? x - DISTANCE - tip.offsetWidth : x + DISTANCE;
  tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, y - 34)}px)`;
}

/**
 * The map knows the loss at its grid only, and in a plane where the other coordinates are at the target.
 *
 * @param {Pick<Scene, "landscape" | "plane">} scene
 * @param {number} across
 * @param {number} up
 */
export function readLoss(scene, across, up) {
  if (isHole(scene.landscape, across, up)) return "no value here";
  const plane = scene.plane ? ` at ${scene.plane}` : "";
  return `${lossText(+lossAt(scene.landscape, across, up).toPrecision(2)).replace(" ", " ≈ ")}${plane}`;
}
