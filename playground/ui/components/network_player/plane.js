// @ts-check
// The large picture: a heat map over the plane, the line between the classes, the points, and the cross.

import { backdrop } from "../canvas.js";
import { mix } from "../theme.js";
import { traceBoundary } from "./boundary.js";

/** @import { Player, Point, Points, Size } from "./types.d.ts" */

const RADIUS = 4;

/**
 * The square in which the plane is drawn: the whole canvas.
 *
 * @param {Size} size
 * @param {number} extent
 */
export function planePlaces({ width, height }, extent) {
  return {
    x: (/** @type {number} */ x1) => ((x1 / extent + 1) / 2) * width,
    y: (/** @type {number} */ x2) => ((1 - x2 / extent) / 2) * height,
    point: (/** @type {number} */ x, /** @type {number} */ y) => /** @type {Point} */ ([(2 * x / width - 1) * extent, (1 - 2 * y / height) * extent]),
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Size} size
 */
export function drawPlane(context, player, size) {
  const { data, theme, large, values } = player;
  context.imageSmoothingEnabled = true;
  context.drawImage(large, 0, 0, size.width, size.height);
  drawAxes(context, player, size);
  const shown = player.hovered ?? player.opened;
  const output = shown === null || shown.layer === values.length - 1;
  if (output && values[values.length - 1].length === 1 && data.network.target === "two classes") {
    context.beginPath();
    traceBoundary(context, values[values.length - 1][0], data.grid, size.width / data.grid);
    context.strokeStyle = theme.text;
    context.globalAlpha = 0.55;
    context.lineWidth = 1.5;
    context.stroke();
    context.globalAlpha = 1;
  }
  context.drawImage(pointsPicture(player, size), 0, 0, size.width, size.height);
  drawCross(context, player, size);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Size} size
 */
function drawAxes(context, { data: { extent }, theme }, size) {
  const places = planePlaces(size, extent);
  context.strokeStyle = theme.faint;
  context.fillStyle = theme.muted;
  context.lineWidth = 1;
  context.font = `11px ${theme.font}`;
  context.beginPath();
  context.moveTo(places.x(0), 0);
  context.lineTo(places.x(0), size.height);
  context.moveTo(0, places.y(0));
  context.lineTo(size.width, places.y(0));
  context.stroke();
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.fillText(`x₁ = ${extent}`, size.width - 5, places.y(0) - 3);
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(`x₂ = ${extent}`, places.x(0) + 5, 4);
}

/**
 * The points, painted again only when they, their colours or the room changed.
 *
 * @param {Player} player
 * @param {Size} size
 */
function pointsPicture(player, size) {
  const { theme, elements, data, pointsVersion } = player;
  const tests = elements.showTest.checked;
  const key = JSON.stringify([pointsVersion, tests, size, theme.background, theme.toneColors, data.network.target]);
  if (key !== player.pointsKey) {
    player.pointsKey = key;
    player.pointsPicture = backdrop(size, (context) => {
      if (tests) drawPoints(context, player, player.test, true, size);
      drawPoints(context, player, player.train, false, size);
    });
  }
  return player.pointsPicture;
}

/**
 * Each class has its shape: a disc, a square, a triangle. Points that test are rings.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Points} points
 * @param {boolean} ring
 * @param {Size} size
 */
function drawPoints(context, player, points, ring, size) {
  const { data: { extent, network }, theme } = player;
  const places = planePlaces(size, extent);
  const numbers = network.target === "number";
  context.lineWidth = ring ? 1.8 : 1;
  for (let row = 0; row < points.targets.length; row++) {
    const target = points.targets[row];
    const color = numbers ? numberColor(player, target) : theme.toneColors[target % theme.toneColors.length];
    tracePoint(context, numbers ? 0 : target, places.x(points.xy[2 * row]), places.y(points.xy[2 * row + 1]));
    context.fillStyle = ring ? theme.background : color;
    context.globalAlpha = ring ? 0.75 : 1;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = ring ? color : theme.background;
    context.stroke();
  }
}

/**
 * @param {Pick<Player, "theme">} player
 * @param {number} target - -1 to 1
 */
function numberColor({ theme }, target) {
  return `rgb(${mix(theme.paper, theme.tones[target < 0 ? 0 : 1], Math.min(1, Math.abs(target))).map(Math.round).join(", ")})`;
}

/**
 * @param {Pick<CanvasRenderingContext2D, "beginPath" | "arc" | "rect" | "moveTo" | "lineTo" | "closePath">} context
 * @param {number} target
 * @param {number} x
 * @param {number} y
 */
export function tracePoint(context, target, x, y) {
  context.beginPath();
  if (target % 3 === 0) context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  else if (target % 3 === 1) context.rect(x - RADIUS + 0.5, y - RADIUS + 0.5, 2 * RADIUS - 1, 2 * RADIUS - 1);
  else {
    context.moveTo(x, y - RADIUS - 0.5);
    context.lineTo(x + RADIUS + 0.5, y + RADIUS - 0.5);
    context.lineTo(x - RADIUS - 0.5, y + RADIUS - 0.5);
    context.closePath();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Size} size
 */
function drawCross(context, { cross, data, theme }, size) {
  if (!cross) return;
  const places = planePlaces(size, data.extent);
  const [x, y] = [places.x(cross[0]), places.y(cross[1])];
  for (const [color, width] of /** @type {[string, number][]} */ ([[theme.background, 4], [theme.text, 1.6]])) {
    context.beginPath();
    context.moveTo(x - 11, y);
    context.lineTo(x + 11, y);
    context.moveTo(x, y - 11);
    context.lineTo(x, y + 11);
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
  }
}
