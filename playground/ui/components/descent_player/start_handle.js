// @ts-check
// The start on the map: a ring, and an element over it that a finger drags.

import { drawPlate } from "./marks.js";
import { colorOf } from "./theme.js";

/** @import { Player } from "./types.d.ts" */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Player, "scene" | "theme" | "places" | "startDrag">} player
 */
export function drawStartHandle(context, { scene, theme, places, startDrag }) {
  const start = startDrag ?? scene.start;
  const [x, y] = [places.x(start[0]), places.y(start[1])];
  const alpha = context.globalAlpha;
  context.globalAlpha = 1;
  for (const [style, width] of /** @type {[string, number][]} */ ([[theme.halo, 6], [colorOf(theme, 0), 2.5]])) {
    context.beginPath();
    context.arc(x, y, 10, 0, 2 * Math.PI);
    context.strokeStyle = style;
    context.lineWidth = width;
    context.stroke();
  }
  if (startDrag) {
    context.beginPath();
    context.arc(x, y, 4, 0, 2 * Math.PI);
    context.fillStyle = colorOf(theme, 0);
    context.fill();
  }
  const below = y < places.area.top + 40;
  drawPlate(context, "start", [x, y + (below ? 24 : -24)], theme, places.area);
  context.globalAlpha = alpha;
}

/**
 * A finger on the handle's own element drags the start, a finger elsewhere scrolls the page.
 *
 * @param {Pick<Player, "elements" | "scene" | "places" | "startDrag" | "view">} player
 */
export function placeHandle({ elements, scene, places, startDrag, view }) {
  const { handle } = elements;
  handle.hidden = !scene.pickable || view.mode !== "map" || !places;
  if (handle.hidden) return;
  const [x, y] = startDrag ?? scene.start;
  handle.style.transform = `translate(${places.x(x)}px, ${places.y(y)}px)`;
}
