// @ts-check
// Where things are on the map, in pixels.

import { clamp } from "../clamp.js";

/** @import { MapPath, MapPlaces, Path, Point, Scene } from "./types.d.ts" */

const EDGES = { left: 60, top: 8, right: 10, bottom: 36 };
const FARTHEST = 2e4; // pixels: a canvas loses lines to points a million pixels away

/**
 * @param {Pick<Scene, "window">} scene
 * @param {number} width
 * @param {number} height
 * @returns {MapPlaces}
 */
export function mapPlaces(scene, width, height) {
  const { left, top, right, bottom } = EDGES;
  const [[lowX, highX], [lowY, highY]] = scene.window;
  const room = [width - left - right, height - top - bottom];
  // One scale for both axes: only so does the steepest way cross the isolines at right angles.
  const scale = Math.min(room[0] / (highX - lowX), room[1] / (highY - lowY));
  const area = { left, top, width: scale * (highX - lowX), height: scale * (highY - lowY) };
  area.left += (room[0] - area.width) / 2;
  area.top += (room[1] - area.height) / 2;
  return {
    area,
    pixels: [scale, scale],
    x: (value) => area.left + (value - lowX) * scale,
    y: (value) => area.top + (highY - value) * scale,
    across: (x) => (x - area.left) / area.width,
    up: (y) => 1 - (y - area.top) / area.height,
    valueX: (x) => lowX + ((x - area.left) / area.width) * (highX - lowX),
    valueY: (y) => highY - ((y - area.top) / area.height) * (highY - lowY),
    holds: (x, y) => x >= area.left && x <= area.left + area.width && y >= area.top && y <= area.top + area.height,
  };
}

/**
 * @param {Path} path
 * @param {MapPlaces} places
 * @returns {MapPath}
 */
export function pathOnMap(path, places) {
  const xs = new Float32Array(path.losses.length);
  const ys = new Float32Array(path.losses.length);
  for (let row = 0; row < xs.length; row++) {
    xs[row] = clamp(places.x(path.points[2 * row]), -FARTHEST, FARTHEST);
    ys[row] = clamp(places.y(path.points[2 * row + 1]), -FARTHEST, FARTHEST);
  }
  let leftAt = xs.length;
  while (leftAt > 0 && !places.holds(xs[leftAt - 1], ys[leftAt - 1])) leftAt--;
  return { xs, ys, leftAt: leftAt < xs.length && leftAt > 0 ? leftAt : null };
}

/**
 * @param {MapPath} path
 * @param {number} row
 * @param {number} share - of the way to the next row
 * @returns {Point}
 */
export function pointOnPath({ xs, ys }, row, share) {
  const next = Math.min(row + 1, xs.length - 1);
  return [xs[row] + (xs[next] - xs[row]) * share, ys[row] + (ys[next] - ys[row]) * share];
}
