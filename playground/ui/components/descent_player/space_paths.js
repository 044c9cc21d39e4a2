// @ts-check
// What lies on the surface in space: paths bent along it, minima and contestants. What a hill hides shows through faintly.

import { clamp } from "../clamp.js";
import { withAlpha } from "../theme.js";
import { between } from "./between.js";
import { heightAt } from "./heights.js";
import { drawContestant, drawMinimum } from "./marks.js";
import { rowAt, shareAt } from "./path.js";
import { colorOf } from "./theme.js";
import { LIFT, isHidden } from "./visibility.js";

/** @import { Path, Player, Point, SpacePath, SpaceSpot } from "./types.d.ts" */

const PIECE = 0.02; // of the map's side: a longer step bends with the surface

/**
 * A path in pixels of this view, laid on the surface. It ends where it leaves the map.
 *
 * @param {Path} path
 * @param {Pick<Player, "scene" | "camera">} player
 * @returns {SpacePath}
 */
export function pathInSpace(path, { scene, camera }) {
  const [[lowX, highX], [lowY, highY]] = scene.window;
  /** @type {SpacePath} */
  const { spots, ends } = { spots: [], ends: [] };
  let [fromX, fromY] = [NaN, NaN];
  for (let row = 0; row < path.losses.length; row++) {
    const toX = (path.points[2 * row] - lowX) / (highX - lowX);
    const toY = (path.points[2 * row + 1] - lowY) / (highY - lowY);
    if (!(toX >= 0 && toX <= 1 && toY >= 0 && toY <= 1)) break;
    const pieces = row ? clamp(Math.ceil(Math.hypot(toX - fromX, toY - fromY) / PIECE), 1, 40) : 1;
    for (let piece = 1; piece <= pieces; piece++) {
      const share = piece / pieces;
      const across = row ? fromX + (toX - fromX) * share : toX;
      const up = row ? fromY + (toY - fromY) * share : toY;
      const level = heightAt(scene.landscape, across, up) + LIFT;
      spots.push({ at: camera.place(across, up, level), hidden: isHidden(scene.landscape, camera.eye, across, up, level) });
    }
    ends.push(spots.length - 1);
    [fromX, fromY] = [toX, toY];
  }
  return { spots, ends };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Player, "scene" | "theme" | "camera">} player
 */
function drawSpaceMinima(context, { scene, theme, camera }) {
  const [[lowX, highX], [lowY, highY]] = scene.window;
  for (const [x, y] of scene.minima) {
    const [across, up] = [(x - lowX) / (highX - lowX), (y - lowY) / (highY - lowY)];
    const level = heightAt(scene.landscape, across, up);
    context.globalAlpha = isHidden(scene.landscape, camera.eye, across, up, level + LIFT) ? 0.3 : 1;
    drawMinimum(context, camera.place(across, up, level), theme);
  }
  context.globalAlpha = 1;
}

/**
 * Strokes spots 0 to `last` and on to `end`. Segments of one visibility are one line; the hidden ones come first.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {SpaceSpot[]} spots
 * @param {number} last
 * @param {Point | null} end
 * @param {string} color
 * @param {string} halo
 */
function strokeInSpace(context, spots, last, end, color, halo) {
  /** @type {{ hidden: boolean, points: Point[] }[]} */
  const lines = [];
  for (let index = 1; index <= last; index++) {
    const hidden = spots[index].hidden && spots[index - 1].hidden;
    let line = lines.at(-1);
    if (line?.hidden !== hidden) lines.push((line = { hidden, points: [spots[index - 1].at] }));
    line.points.push(spots[index].at);
  }
  if (end) lines.push({ hidden: spots[last].hidden, points: [spots[last].at, end] });
  context.lineJoin = context.lineCap = "round";
  for (const { hidden, points } of lines.sort((one, other) => +other.hidden - +one.hidden)) {
    context.beginPath();
    points.forEach((point, index) => (index ? context.lineTo(...point) : context.moveTo(...point)));
    context.strokeStyle = hidden ? "transparent" : halo;
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = hidden ? withAlpha(color, 0.4) : color;
    context.lineWidth = hidden ? 1.6 : 2.8;
    context.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 */
export function drawSpaceFrame(context, player) {
  const { scene, theme, position, inSpace } = player;
  drawSpaceMinima(context, player);
  /** @type {[Point, string][]} */
  const heads = [];
  scene.paths.forEach((path, index) => {
    const { spots, ends } = inSpace[index];
    if (!spots.length) return;
    const row = Math.min(rowAt(path, position), ends.length - 1);
    const share = player.eased(shareAt(path, position, row));
    const place = ends[row] + ((ends[row + 1] ?? ends[row]) - ends[row]) * share;
    const [from, to] = [Math.floor(place), Math.ceil(place)];
    const head = between(spots[from].at, spots[to].at, place - from);
    strokeInSpace(context, spots, spots.length - 1, null, withAlpha(colorOf(theme, index), 0.35), "transparent");
    strokeInSpace(context, spots, from, head, colorOf(theme, index), theme.halo);
    heads.push([head, colorOf(theme, index)]);
  });
  for (const [head, color] of heads.toReversed()) drawContestant(context, head, color, theme);
}
