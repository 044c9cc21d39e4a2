// @ts-check
// The pointer and the keys on a timeline: they choose the step.

/** @import { Scrubbing } from "./shared.d.ts" */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Scrubbing} scrubbing
 */
export function watchScrubber(canvas, scrubbing) {
  const scrub = (/** @type {PointerEvent} */ event) => {
    scrubbing.seek(Math.round(scrubbing.stepAt(event.clientX - canvas.getBoundingClientRect().left)));
  };
  canvas.onpointerdown = (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    scrubbing.pause();
    scrub(event);
  };
  canvas.onpointermove = (event) => canvas.hasPointerCapture(event.pointerId) && scrub(event);
  canvas.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moveByKey(scrubbing, event.key)) event.preventDefault();
  };
}

/**
 * Whether the key moves the step or plays.
 *
 * @param {Scrubbing} scrubbing
 * @param {string} key
 */
function moveByKey(scrubbing, key) {
  const { first, last, position } = scrubbing.range();
  const big = Math.max(1, Math.round((last - first) / 10));
  const moves = new Map([
    ["ArrowLeft", () => scrubbing.stepBy(-1)],
    ["ArrowDown", () => scrubbing.stepBy(-1)],
    ["ArrowRight", () => scrubbing.stepBy(1)],
    ["ArrowUp", () => scrubbing.stepBy(1)],
    ["PageDown", () => scrubbing.seek(position - big)],
    ["PageUp", () => scrubbing.seek(position + big)],
    ["Home", () => scrubbing.seek(first)],
    ["End", () => scrubbing.seek(last)],
    [" ", () => scrubbing.playOrPause()],
  ]);
  moves.get(key)?.();
  return moves.has(key);
}
