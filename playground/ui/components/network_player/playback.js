// @ts-check
// Which epoch is shown, and how it moves on. At the last known epoch it waits for the next ones.

import { clamp } from "../clamp.js";
import { requestFrame as requestClockFrame } from "../clock.js";
import { askForMore, askNow, isLeaving } from "./asking.js";
import { lastKnown } from "./known.js";

/** @import { Playback } from "./types.d.ts" */

/** Epochs a second, by the place of the slider. */
export const RATES = [1, 3, 10, 20, 30, 60, 120, 240];
export const FIRST_RATE = 5;

/** @param {Playback} player */
export function requestFrame(player) {
  player.drawn = null;
  requestClockFrame(player, advance);
}

/**
 * @param {Playback} player
 * @param {number} seconds
 */
function advance(player, seconds) {
  if (isLeaving(player)) return;
  const last = Math.max(lastKnown(player.known), player.known.first);
  const end = player.stop === null || player.position > player.stop.epoch ? last : Math.min(last, player.stop.epoch);
  player.position = Math.min(player.position + seconds * player.rate, end);
  player.reached = Math.max(player.reached, Math.floor(player.position));
  if ((player.ended !== null && player.position >= last) || isAtStop(player)) player.playing = false;
  askForMore(player, performance.now());
}

/** @param {Playback} player */
export function pause(player) {
  if (!player.playing) return;
  player.playing = false;
  seek(player, Math.floor(player.position));
}

/** @param {Playback} player */
export function playOrPause(player) {
  if (player.playing) {
    pause(player);
    return;
  }
  if (player.ended !== null && !isOther(player) && player.position >= lastKnown(player.known)) player.position = player.known.first;
  player.playing = true;
  player.wanted = null;
  player.before = null;
  if (!isOther(player)) goPast(player);
  if (isOther(player)) goOn(player);
  requestFrame(player);
}

/**
 * @param {Playback} player
 * @param {number} epoch
 */
export function seek(player, epoch) {
  player.wanted = null;
  player.position = clamp(epoch, player.known.first, player.reached);
  requestFrame(player);
}

/**
 * One epoch on or back; behind the last known one it is asked for, and changed weights are gone on from.
 *
 * @param {Playback} player
 * @param {number} epochs
 */
export function stepBy(player, epochs) {
  pause(player);
  const to = Math.floor(player.position) + epochs;
  if (epochs > 0 && isOther(player)) {
    goOn(player);
    player.wanted = to;
    return;
  }
  if (epochs > 0) goPast(player);
  if (to > lastKnown(player.known)) {
    if (player.ended === null) player.wanted = to;
    askForMore(player, performance.now());
    return;
  }
  player.reached = Math.max(player.reached, to);
  seek(player, to);
}

/**
 * Shows the epoch that was waited for, now that it may have come.
 *
 * @param {Playback} player
 */
export function showWanted(player) {
  const { wanted, known } = player;
  if (wanted === null) return;
  const last = lastKnown(known);
  const to = player.ended === null ? wanted : Math.min(wanted, last);
  if (to > last || !known.count) {
    askForMore(player, performance.now());
    return;
  }
  player.reached = Math.max(player.reached, to);
  seek(player, to);
}

/**
 * Asks for a branch from the shown epoch; the page answers with new data, and until then nothing moves.
 *
 * @param {Playback} player
 */
export function goOn(player) {
  if (isLeaving(player)) return;
  player.leaving = performance.now();
  player.leave(Math.floor(player.position), isEdited(player) ? player.edited : null);
}

/** Whether a stop is shown, or an epoch after it. @param {Playback} player */
export function isAtStop({ stop, position }) {
  return stop !== null && position >= stop.epoch;
}

/**
 * Leaves a stop behind; the page then says where the next one is.
 *
 * @param {Playback} player
 */
export function goPast(player) {
  if (!isAtStop(player)) return;
  player.past = Math.floor(player.position);
  player.stop = null;
  player.asked = null;
  askNow(player, performance.now());
}

/** Whether going on from here makes another branch. @param {Playback} player */
export function isOther(player) {
  return player.pending || isEdited(player);
}

/** Whether the weights that are shown were changed by the visitor. @param {Pick<Playback, "edited" | "position">} player */
export function isEdited(player) {
  return player.edited !== null && player.edited.epoch === Math.floor(player.position);
}
