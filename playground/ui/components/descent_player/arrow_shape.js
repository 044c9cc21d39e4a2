// @ts-check
// An arrow on the canvas: a shaft and a head, with a rim that keeps it apart from what is below.

import { clamp } from "../clamp.js";
import { arrowColor } from "./arrows.js";

/** @import { PlacedArrow, Point, Theme } from "./types.d.ts" */

const WIDTHS = new Map([["step", 5], ["part", 2.5], ["direction", 2]]);
const FARTHEST = 5000; // pixels: a canvas loses lines to points a million pixels away

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {PlacedArrow[]} placed
 * @param {Point} point - from which they go
 */
export function drawArrows(context, theme, placed, [x, y]) {
  /** @type {(offset: Point) => Point} */
  const shift = ([dx, dy]) => [x + clamp(dx, -FARTHEST, FARTHEST), y + clamp(dy, -FARTHEST, FARTHEST)];
  for (const { kind, index, from, to } of placed) {
    const style = { color: arrowColor(theme, index), halo: theme.halo, width: WIDTHS.get(kind) ?? 2, dashed: kind === "direction" };
    drawArrow(context, shift(from), shift(to), style);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point} tail
 * @param {Point} tip
 * @param {{ color: string, halo: string, width: number, dashed: boolean }} style
 */
function drawArrow(context, tail, tip, { color, halo, width, dashed }) {
  const length = Math.hypot(tip[0] - tail[0], tip[1] - tail[1]);
  if (length < 1.5) return;
  const { shaft, head } = outlines(tail, tip, length, Math.min(length * 0.6, 6 + 1.8 * width));
  context.lineCap = "butt";
  context.lineJoin = "round";
  context.strokeStyle = halo;
  context.lineWidth = width + 3;
  context.stroke(shaft);
  context.lineWidth = 3;
  context.stroke(head);
  context.strokeStyle = context.fillStyle = color;
  context.lineWidth = width;
  context.setLineDash(dashed ? [5, 4] : []);
  context.stroke(shaft);
  context.setLineDash([]);
  context.fill(head);
}

/**
 * @param {Point} tail
 * @param {Point} tip
 * @param {number} length
 * @param {number} size - of the head
 */
function outlines([x0, y0], [x1, y1], length, size) {
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const [bx, by] = [x1 - ux * size * 0.8, y1 - uy * size * 0.8];
  const shaft = new Path2D();
  shaft.moveTo(x0, y0);
  shaft.lineTo(bx, by);
  const head = new Path2D();
  head.moveTo(x1, y1);
  head.lineTo(x1 - ux * size - uy * size * 0.45, y1 - uy * size + ux * size * 0.45);
  head.lineTo(bx, by);
  head.lineTo(x1 - ux * size + uy * size * 0.45, y1 - uy * size - ux * size * 0.45);
  head.closePath();
  return { shaft, head };
}
