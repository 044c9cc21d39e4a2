// @ts-check
// What is drawn on a landscape: paths with a rim, their steps as dots, contestants, minima and labels on plates.

import { clamp } from "../clamp.js";
import { withAlpha } from "../theme.js";

/** @import { Area, MapPath, Point, Theme } from "./types.d.ts" */

const DOT_DISTANCE = 8; // pixels that a step must have to get a dot

/**
 * Strokes rows 0 to `row` and on to `end`; points that fall on the pixel of the one before are skipped.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {MapPath} path
 * @param {number} row
 * @param {Point | null} end
 * @param {[string, number][]} strokes - colours and widths, the lowest first
 */
export function strokePath(context, { xs, ys }, row, end, strokes) {
  context.beginPath();
  let [x, y] = [xs[0], ys[0]];
  context.moveTo(x, y);
  for (let index = 1; index <= row; index++) {
    if (Math.abs(xs[index] - x) + Math.abs(ys[index] - y) < 0.8 && index < row) continue;
    [x, y] = [xs[index], ys[index]];
    context.lineTo(x, y);
  }
  if (end) context.lineTo(...end);
  context.lineJoin = context.lineCap = "round";
  for (const [style, width] of strokes) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {MapPath} path
 * @param {number} row
 * @param {string} color
 * @param {string} halo
 */
export function drawStepDots(context, { xs, ys }, row, color, halo) {
  context.beginPath();
  for (let index = 1; index <= row; index++) {
    if (Math.hypot(xs[index] - xs[index - 1], ys[index] - ys[index - 1]) < DOT_DISTANCE) continue;
    context.moveTo(xs[index] + 2.8, ys[index]);
    context.arc(xs[index], ys[index], 2.8, 0, 2 * Math.PI);
  }
  context.lineWidth = 1.5;
  context.strokeStyle = halo;
  context.stroke();
  context.fillStyle = color;
  context.fill();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point} point
 * @param {string} color
 * @param {Theme} theme
 */
export function drawContestant(context, [x, y], color, theme) {
  context.beginPath();
  context.arc(x, y, 7, 0, 2 * Math.PI);
  context.shadowColor = "rgba(0, 0, 0, 0.35)";
  context.shadowBlur = 8;
  context.fillStyle = color;
  context.fill();
  context.shadowBlur = 0;
  context.lineWidth = 2;
  context.strokeStyle = theme.dark ? "#0b0e16" : "#ffffff";
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point} point
 * @param {Theme} theme
 */
export function drawMinimum(context, [x, y], theme) {
  for (const [style, width] of /** @type {[string, number][]} */ ([[theme.halo, 4], [theme.text, 1.6]])) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + 3 * dx, y + 3 * dy);
      context.lineTo(x + 10.5 * dx, y + 10.5 * dy);
    }
    context.stroke();
  }
}

/**
 * A label on a plate of the page's colour, kept inside `area`.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {Point} middle
 * @param {Theme} theme
 * @param {Area} area
 * @param {string} [color]
 */
export function drawPlate(context, text, [x, y], theme, area, color = theme.text) {
  context.font = `600 12px ${theme.font}`;
  const width = context.measureText(text).width + 12;
  const left = clamp(x - width / 2, area.left + 4, area.left + area.width - width - 4);
  const top = clamp(y - 10, area.top + 4, area.top + area.height - 24);
  context.fillStyle = withAlpha(theme.background, 0.86);
  context.beginPath();
  context.roundRect(left, top, width, 20, 6);
  context.fill();
  context.fillStyle = color;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, left + 6, top + 10.5);
}
