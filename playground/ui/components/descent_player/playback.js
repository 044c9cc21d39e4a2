// @ts-check
// The clock: which step of the descent is shown, and how it moves on. Nothing runs while it is paused.

import { clamp } from "../clamp.js";
import { requestFrame as requestClockFrame } from "../clock.js";
import { rowAt } from "./path.js";

/** @import { Playback } from "./types.d.ts" */

const WHOLE_DESCENT = 6; // seconds at speed 1
const SLOWEST = 2; // steps a second at speed 1, so that ten steps do not take for ever
const EASED_BELOW = 7; // steps a second up to which a contestant rests at each point

/** @param {Pick<Playback, "scene" | "speed">} player */
export function stepsPerSecond({ scene, speed }) {
  return Math.max(scene.last / WHOLE_DESCENT, SLOWEST) * 2 ** speed;
}

/** @param {Playback} player */
export function requestFrame(player) {
  requestClockFrame(player, advance);
}

/**
 * @param {Playback} player
 * @param {number} seconds
 */
function advance(player, seconds) {
  player.position += seconds * stepsPerSecond(player);
  if (player.position < player.scene.last) return;
  player.position = player.scene.last;
  player.playing = false;
  player.touched = false;
}

/** @param {Playback} player */
function play(player) {
  if (player.position >= player.scene.last) player.position = 0;
  player.playing = true;
  player.touched = true;
  player.before = null;
  requestFrame(player);
}

/** @param {Playback} player */
export function pause(player) {
  if (!player.playing) return;
  player.playing = false;
  seek(player, Math.floor(player.position));
}

/** @param {Playback} player */
export function playOrPause(player) {
  if (player.playing) pause(player);
  else play(player);
}

/**
 * Goes to a step; the visitor's choice outlives new data, unless it is the end.
 *
 * @param {Playback} player
 * @param {number} position
 */
export function seek(player, position) {
  player.position = clamp(position, 0, player.scene.last);
  player.touched = player.playing || player.position < player.scene.last;
  requestFrame(player);
}

/**
 * To the next point that is shown: of a thinned descent not every step is.
 *
 * @param {Playback} player
 * @param {number} rows
 */
export function stepBy(player, rows) {
  pause(player);
  const { paths, last } = player.scene;
  const longest = paths.find((path) => path.last === last) ?? paths[0];
  const row = clamp(rowAt(longest, player.position) + rows, 0, longest.steps.length - 1);
  seek(player, longest.steps[row]);
}

/**
 * How much of the way to the next point is shown, by the share of the time to it: slow steps rest at each point.
 *
 * @param {Pick<Playback, "scene" | "speed">} player
 * @returns {(share: number) => number}
 */
export function easing(player) {
  const slow = stepsPerSecond(player) < EASED_BELOW;
  return slow ? (share) => share * share * (3 - 2 * share) : (share) => share;
}
