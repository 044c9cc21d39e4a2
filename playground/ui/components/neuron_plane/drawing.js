// @ts-check
// A frame: the heat map, the axes, the points of the exercise, the line, the arrow, and the point that is read.

import { planePlaces, tracePoint } from "../network_player/plane.js";
import { paintMap } from "./heat_map.js";
import { lineOf, sumAt, tipOf } from "./neuron.js";

/** @import { Plane, Point, Size } from "./types.d.ts" */

const LARGE = 2.2; // of few points, in sizes of the usual ones
const PARTY = 900; // milliseconds

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {Size} size
 * @param {number} now
 */
export function drawPlane(context, plane, size, now) {
  const { data, theme, state } = plane;
  const places = planePlaces(size, data.extent);
  const at = (/** @type {Point} */ [x1, x2]) => /** @type {Point} */ ([places.x(x1), places.y(x2)]);
  paintMap(plane);
  context.imageSmoothingEnabled = true;
  context.drawImage(plane.picture, 0, 0, size.width, size.height);
  drawAxes(context, plane, at, size);
  const line = lineOf(state, data.extent);
  if (line) {
    stroke(context, [at(line.first), at(line.second)], theme.background, 5);
    stroke(context, [at(line.first), at(line.second)], theme.text, 2.2);
  }
  drawPoints(context, plane, at, now);
  if (line) drawArrow(context, plane, at(line.middle), at(tipOf(line, data.extent)));
  drawRead(context, plane, at);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point[]} points
 * @param {string} color
 * @param {number} width
 */
function stroke(context, points, color, width) {
  context.beginPath();
  for (const point of points) context.lineTo(...point);
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineCap = "round";
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {(point: Point) => Point} at
 * @param {Size} size
 */
function drawAxes(context, { data: { extent }, theme }, at, { width, height }) {
  const [x, y] = at([0, 0]);
  stroke(context, [[x, 0], [x, height]], theme.faint, 1);
  stroke(context, [[0, y], [width, y]], theme.faint, 1);
  context.fillStyle = theme.muted;
  context.font = `12px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const value of [-3, 3]) context.fillText(String(value).replace("-", "−"), at([value, 0])[0], y + 4);
  context.textAlign = "right";
  context.fillText(`x₁ = ${extent}`, width - 6, y + 4);
  context.textAlign = "left";
  context.fillText(`x₂ = ${extent}`, x + 6, 5);
  context.textBaseline = "middle";
  for (const value of [-3, 3]) context.fillText(String(value).replace("-", "−"), x + 6, at([0, value])[1]);
}

/**
 * Each class has its colour and shape; a point on the wrong side has a ring.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {(point: Point) => Point} at
 * @param {number} now
 */
function drawPoints(context, { data: { points, classes }, state, theme, solvedAt }, at, now) {
  const large = points.length <= 8 ? LARGE : 1.2;
  const party = solvedAt === null ? 1 : Math.min(1, (now - solvedAt) / PARTY);
  points.forEach((point, index) => {
    const [x, y] = at(point);
    const color = theme.toneColors[classes[index]];
    context.save();
    context.translate(x, y);
    context.scale(large, large);
    tracePoint(context, classes[index], 0, 0);
    context.fillStyle = color;
    context.fill();
    context.lineWidth = 1.6 / large;
    context.strokeStyle = theme.background;
    context.stroke();
    context.restore();
    const right = sumAt(state, point) > 0 === classes[index] > 0;
    if (!right) ring(context, x, y, 6.5 * large, theme.text, 1.6, [3, 3]);
    if (party < 1) ring(context, x, y, (5 + 12 * party) * large, color, 3 * (1 - party), []);
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} color
 * @param {number} width
 * @param {number[]} dashes
 */
function ring(context, x, y, radius, color, width, dashes) {
  context.beginPath();
  context.setLineDash(dashes);
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {Point} from
 * @param {Point} to
 */
function drawArrow(context, { theme }, from, to) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const [along, across] = [[(to[0] - from[0]) / length, (to[1] - from[1]) / length], [(from[1] - to[1]) / length, (to[0] - from[0]) / length]];
  const back = (/** @type {number} */ side) => /** @type {Point} */ ([to[0] - 11 * along[0] + side * across[0], to[1] - 11 * along[1] + side * across[1]]);
  stroke(context, [from, back(0)], theme.background, 6);
  stroke(context, [from, back(0)], theme.text, 3);
  context.beginPath();
  for (const point of [to, back(7), back(-7)]) context.lineTo(...point);
  context.closePath();
  context.fillStyle = theme.text;
  context.strokeStyle = theme.background;
  context.lineWidth = 1.5;
  context.stroke();
  context.fill();
  context.font = `600 13px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  label(context, "w", to[0] + 15 * across[0], to[1] + 15 * across[1], theme.text, theme.background);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} color
 * @param {string} halo
 */
function label(context, text, x, y, color, halo) {
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
}

/**
 * The point that is worked out: a cross in a ring.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {(point: Point) => Point} at
 */
function drawRead(context, { state: { x1, x2 }, theme }, at) {
  const [x, y] = at([x1, x2]);
  for (const [color, width] of /** @type {[string, number][]} */ ([[theme.background, 5], [theme.text, 2]])) {
    ring(context, x, y, 9, color, width, []);
    for (const [dx, dy] of [[1, 0], [0, 1]]) {
      for (const sign of [-1, 1]) stroke(context, [[x + sign * dx * 5, y + sign * dy * 5], [x + sign * dx * 13, y + sign * dy * 13]], color, width);
    }
  }
}
