// @ts-check
// The pixels of the drawing canvas while the pen is down. streamlit-drawable-canvas (0.13) keeps them in an open shadow
// root: `lower-canvas` is what was drawn before, and is sent to the server as it is; `upper-canvas` is the stroke so far.

import { contextOf } from "../dom.js";

/**
 * @param {ParentNode} container
 * @returns {{ lower: HTMLCanvasElement, upper: HTMLCanvasElement } | null}
 */
export function canvasesIn(container) {
  for (const { shadowRoot } of container.querySelectorAll("*")) {
    const upper = shadowRoot?.querySelector("canvas.upper-canvas");
    const lower = shadowRoot?.querySelector("canvas.lower-canvas:not(.dc-background-canvas)");
    if (upper instanceof HTMLCanvasElement && lower instanceof HTMLCanvasElement) return { lower, upper };
  }
  return null;
}

/**
 * @param {number} width
 * @param {number} height
 */
export function scratchOf(width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return contextOf(canvas, { willReadFrequently: true });
}

/**
 * Both canvases, one over the other.
 *
 * @param {CanvasRenderingContext2D} scratch - of their size
 * @param {{ lower: HTMLCanvasElement, upper: HTMLCanvasElement }} canvases
 */
export function pixelsOf(scratch, { lower, upper }) {
  const { width, height } = scratch.canvas;
  scratch.clearRect(0, 0, width, height);
  scratch.drawImage(lower, 0, 0);
  scratch.drawImage(upper, 0, 0);
  return scratch.getImageData(0, 0, width, height);
}
