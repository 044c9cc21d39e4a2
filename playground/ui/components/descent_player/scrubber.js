// @ts-check
// The pointer and the keys on the timeline: they choose the step.

import { pause, playOrPause, seek, stepBy } from "./playback.js";

/** @import { Player } from "./types.d.ts" */

/** @param {Player} player */
export function watchTimeline(player) {
  const canvas = player.elements.timeline;
  const scrub = (/** @type {PointerEvent} */ event) => {
    seek(player, Math.round(player.timelinePlaces.step(event.clientX - canvas.getBoundingClientRect().left)));
  };
  canvas.onpointerdown = (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    pause(player);
    scrub(event);
  };
  canvas.onpointermove = (event) => canvas.hasPointerCapture(event.pointerId) && scrub(event);
  canvas.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moveByKey(player, event.key)) event.preventDefault();
  };
}

/**
 * Whether the key moves the step or plays.
 *
 * @param {Player} player
 * @param {string} key
 */
function moveByKey(player, key) {
  const big = Math.max(1, Math.round(player.scene.last / 10));
  const moves = new Map([
    ["ArrowLeft", () => stepBy(player, -1)],
    ["ArrowDown", () => stepBy(player, -1)],
    ["ArrowRight", () => stepBy(player, 1)],
    ["ArrowUp", () => stepBy(player, 1)],
    ["PageDown", () => seek(player, player.position - big)],
    ["PageUp", () => seek(player, player.position + big)],
    ["Home", () => seek(player, 0)],
    ["End", () => seek(player, player.scene.last)],
    [" ", () => playOrPause(player)],
  ]);
  moves.get(key)?.();
  return moves.has(key);
}
