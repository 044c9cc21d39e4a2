// @ts-check
// When the page is asked for further epochs: once when a branch begins, and while it plays and few are ahead; never while
// it is paused, out of sight or at its end.

import { lastKnown } from "./known.js";

/** @import { Playback } from "./types.d.ts" */

const AHEAD = 2; // seconds that should be known
const LEAST_AHEAD = 20; // epochs
export const LOST_AFTER = 3000; // milliseconds after which an answer is given up

/**
 * @param {Playback} player
 * @param {number} now - milliseconds
 */
export function askForMore(player, now) {
  const { known, asked, askedAt, wanted, destroyed } = player;
  if (destroyed) return;
  const last = lastKnown(known);
  if (asked !== null && asked <= last) player.asked = null;
  if (player.asked !== null && now - askedAt < LOST_AFTER) return;
  if (isNeeded(player, last, wanted)) askNow(player, now);
}

/**
 * @param {Playback} player
 * @param {number} now - milliseconds
 */
export function askNow(player, now) {
  player.asked = lastKnown(player.known) + 1;
  player.askedAt = now;
  clearTimeout(player.retry);
  player.retry = setTimeout(() => askForMore(player, performance.now()), LOST_AFTER); // paused, no frame asks again
  player.more(player.asked, player.playing);
}

/**
 * @param {Playback} player
 * @param {number} last
 * @param {number | null} wanted
 */
function isNeeded(player, last, wanted) {
  if (player.known.count === 0) return true; // a gap: the page sent later epochs than this browser has
  if (player.ended !== null || isLeaving(player)) return false;
  if (wanted !== null) return wanted > last; // an older branch comes in several messages
  if (player.pending) return false;
  if (player.stop !== null && player.stop.epoch <= last) return false;
  const ahead = Math.max(LEAST_AHEAD, AHEAD * player.rate);
  const opening = player.known.count === 1; // so that Play has something to show at once
  return (player.playing || opening) && player.visible && !document.hidden && last - player.position < ahead;
}

/** Whether a new branch was asked for and may still come. @param {Playback} player */
export function isLeaving({ leaving }) {
  return leaving !== null && performance.now() - leaving < LOST_AFTER;
}
