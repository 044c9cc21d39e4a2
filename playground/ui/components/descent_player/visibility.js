// @ts-check
// What a hill hides from the eye, and the view in which the hills hide least.

import { FIRST_VIEW, cameraOf } from "./camera.js";
import { heightAt } from "./heights.js";

/** @import { Camera, Landscape, Point, Scene } from "./types.d.ts" */

const FIRST_YAWS = [-0.6, 0.6, -0.97, 0.97, 2.54, -2.54, 2.17, -2.17];
const MOST_POINTS = 60; // of a path that a first view looks at
export const LIFT = 0.012; // of what lies on the surface, so that the surface itself does not hide it

/**
 * Whether the surface lies between a place and the eye.
 *
 * @param {Landscape} landscape
 * @param {Camera["eye"]} eye
 * @param {number} across
 * @param {number} up
 * @param {number} level
 */
export function isHidden(landscape, eye, across, up, level) {
  for (let stride = 1; stride <= 24; stride++) {
    const reach = 0.008 * stride ** 1.45;
    const [x, y, z] = [across + eye[0] * reach, up + eye[1] * reach, level + eye[2] * reach];
    if (x < 0 || x > 1 || y < 0 || y > 1 || z > 1) return false;
    if (heightAt(landscape, x, y) > z + 0.01) return true;
  }
  return false;
}

/**
 * The first view: the one of eight in which the hills hide least of the path and the minima.
 *
 * @param {Pick<Scene, "window" | "paths" | "minima" | "landscape">} scene
 */
export function firstView({ window: [[lowX, highX], [lowY, highY]], paths: [path], minima, landscape }) {
  const every = Math.ceil(path.losses.length / MOST_POINTS);
  /** @type {Point[]} */
  const seen = [...minima, ...minima];
  for (let row = 0; row < path.losses.length; row += every) seen.push([path.points[2 * row], path.points[2 * row + 1]]);
  const counts = FIRST_YAWS.map((yaw) => {
    const { eye } = cameraOf({ ...FIRST_VIEW, yaw }, 100, 100);
    return seen.filter(([x, y]) => {
      const [across, up] = [(x - lowX) / (highX - lowX), (y - lowY) / (highY - lowY)];
      return isHidden(landscape, eye, across, up, heightAt(landscape, across, up) + LIFT);
    }).length;
  });
  return { ...FIRST_VIEW, yaw: FIRST_YAWS[counts.indexOf(Math.min(...counts))] };
}
