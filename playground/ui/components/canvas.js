// @ts-check
// Canvases in CSS pixels, as sharp as the screen.

import { contextOf } from "./dom.js";

/** @import { Size } from "./shared.d.ts" */

/**
 * Gives a canvas one pixel for each pixel of the screen; null while it has no size.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} [least] - CSS pixels either way, below which it counts as none
 * @returns {Size | null}
 */
export function fitted(canvas, least = 60) {
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (width < 2 * least || height < least) return null;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  return { width, height, ratio };
}

/**
 * A picture of `size`, painted in CSS pixels.
 *
 * @param {Size} size
 * @param {(context: CanvasRenderingContext2D) => void} paint
 */
export function backdrop({ width, height, ratio }, paint) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  paint(context);
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Size} size
 * @param {(context: CanvasRenderingContext2D, size: Size) => void} draw
 */
export function drawOn(canvas, size, draw) {
  const context = contextOf(canvas);
  context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  draw(context, size);
}
