// @ts-check
// The data points: those that came, and what a visitor makes of them. The page learns of a change a moment after it.

import { clamp } from "../clamp.js";
import { float32 } from "../decode.js";
import { requestFrame } from "./playback.js";

/** @import { Player, PlayerData, Point, Points } from "./types.d.ts" */

export const MOST_POINTS = 2000;
const SENT_AFTER = 350; // milliseconds of rest
const ANSWERED_WITHIN = 4000; // milliseconds
const BRUSH = 0.55; // between two points of a brush, in units of the plane

/** @returns {Points} */
export function noPoints() {
  return { xy: [], targets: [] };
}

/**
 * Takes over the points that came, unless the visitor's own are still on their way.
 *
 * @param {Player} player
 * @param {PlayerData["points"]} points
 * @param {number} now - milliseconds
 */
export function takePoints(player, points, now) {
  const { sentPoints } = player;
  const came = JSON.stringify(points);
  const answered = !sentPoints || sentPoints.before !== came || now - sentPoints.at > ANSWERED_WITHIN;
  if (player.held || player.pointsTimer !== undefined || !answered) return;
  player.sentPoints = null;
  if (came === player.cameAs && !player.ownPoints) return;
  player.cameAs = came;
  player.train = { xy: [...float32(points.train)], targets: [...points.train_targets] };
  player.test = { xy: [...float32(points.test)], targets: [...points.test_targets] };
  player.ownPoints = false;
  player.pointsVersion += 1;
}

/**
 * The point that is nearest to a place; null where none is near.
 *
 * @param {Pick<Player, "train" | "test" | "elements">} player
 * @param {Point} place
 * @param {number} reach - in units of the plane
 */
export function pointAt({ train, test, elements }, [x1, x2], reach) {
  /** @type {{ points: Points, index: number } | null} */
  let nearest = null;
  let least = reach;
  for (const points of elements.showTest.checked ? [train, test] : [train]) {
    for (let index = 0; index < points.targets.length; index++) {
      const distance = Math.hypot(points.xy[2 * index] - x1, points.xy[2 * index + 1] - x2);
      if (distance <= least) [nearest, least] = [{ points, index }, distance];
    }
  }
  return nearest;
}

/**
 * @param {Player} player
 * @param {Point} place
 */
export function addPoint(player, place) {
  const { train, test, pen, data } = player;
  if (train.targets.length + test.targets.length >= MOST_POINTS) return;
  train.xy.push(...place.map((value) => clamp(value, -data.extent, data.extent)));
  train.targets.push(data.network.target === "number" ? 2 * pen - 1 : pen);
  changed(player);
}

/**
 * Adds a point where the brush has none of its own yet.
 *
 * @param {Player} player
 * @param {Point} place
 */
export function brush(player, place) {
  if (!pointAt(player, place, BRUSH)) addPoint(player, place);
}

/**
 * @param {Player} player
 * @param {{ points: Points, index: number }} found
 * @param {Point} place
 */
export function movePoint(player, { points, index }, place) {
  const { extent } = player.data;
  points.xy[2 * index] = clamp(place[0], -extent, extent);
  points.xy[2 * index + 1] = clamp(place[1], -extent, extent);
  changed(player);
}

/**
 * @param {Player} player
 * @param {{ points: Points, index: number }} found
 */
export function removePoint(player, { points, index }) {
  points.xy.splice(2 * index, 2);
  points.targets.splice(index, 1);
  changed(player);
}

/** @param {Player} player */
export function clearPoints(player) {
  player.train = noPoints();
  player.test = noPoints();
  changed(player);
}

/** @param {Player} player */
function changed(player) {
  player.ownPoints = true;
  player.pointsVersion += 1;
  clearTimeout(player.pointsTimer);
  player.pointsTimer = setTimeout(() => sendPoints(player), SENT_AFTER);
  requestFrame(player);
}

/** @param {Player} player */
function sendPoints(player) {
  player.pointsTimer = undefined;
  if (player.destroyed) return;
  const { train, test, data } = player;
  const xy = [...train.xy, ...test.xy].map((value) => Math.round(value * 1000) / 1000);
  const points = Array.from({ length: xy.length / 2 }, (_, row) => xy.slice(2 * row, 2 * row + 2));
  player.sentPoints = { before: JSON.stringify(data.points), at: performance.now() };
  player.send("points", { points, targets: [...train.targets, ...test.targets], train: train.targets.length });
}
