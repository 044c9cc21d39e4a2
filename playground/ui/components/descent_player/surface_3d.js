// @ts-check
// The same landscape as a surface in space, drawn by hand: quads from far to near, shaded by their slant, on a block with
// two cut sides. It is painted when the view changes.

import { clamp } from "../clamp.js";
import { coordinateText } from "../number_text.js";
import { FLOOR, RELIEF_HEIGHT } from "./camera.js";
import { heightAt } from "./heights.js";
import { RAMP_SIZE } from "./theme.js";

/** @import { Camera, Player, Point, Theme } from "./types.d.ts" */

/**
 * @param {number} count
 * @param {boolean} backwards
 */
function towards(count, backwards) {
  return Array.from({ length: count }, (_, index) => (backwards ? count - 1 - index : index));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Player, "scene" | "theme" | "camera">} player
 */
export function paintSurface(context, { scene, theme, camera }) {
  const { landscape } = scene;
  const { quads } = camera;
  const count = quads + 1;
  const levels = new Float32Array(count * count);
  /** @type {Point[]} */
  const spots = [];
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      const level = heightAt(landscape, column / quads, row / quads);
      levels[row * count + column] = level;
      spots.push(camera.place(column / quads, row / quads, level));
    }
  }
  context.lineWidth = 0.7;
  context.lineJoin = "round";
  for (const row of towards(quads, camera.farUp)) {
    for (const column of towards(quads, camera.farRight)) {
      const corner = row * count + column;
      paintQuad(context, [corner, corner + 1, corner + count + 1, corner + count], levels, spots, theme, quads);
    }
  }
  paintCutSides(context, camera, levels, theme);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point[]} spots
 */
function tracePolygon(context, spots) {
  context.beginPath();
  spots.forEach((spot, index) => (index ? context.lineTo(...spot) : context.moveTo(...spot)));
  context.closePath();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} corners - four, counter-clockwise from the lowest row and column
 * @param {Float32Array} levels
 * @param {Point[]} spots
 * @param {Theme} theme
 * @param {number} quads
 */
function paintQuad(context, corners, levels, spots, theme, quads) {
  const [a, b, c, d] = corners.map((corner) => levels[corner]);
  const slantX = ((b + c - a - d) / 2) * quads * RELIEF_HEIGHT;
  const slantY = ((c + d - a - b) / 2) * quads * RELIEF_HEIGHT;
  // Light from the left, above and behind the viewer.
  const facing = (0.45 * slantX + 0.3 * slantY + 0.84) / Math.hypot(slantX, slantY, 1);
  const light = (theme.dark ? 0.72 : 0.76) + 0.34 * clamp(facing, 0, 1);
  const tone = Math.floor(clamp((a + b + c + d) / 4, 0, 1) * (RAMP_SIZE - 1)) * 3;
  const color = [0, 1, 2].map((channel) => Math.min(255, theme.ramp[tone + channel] * light));
  context.fillStyle = `rgb(${color.map(Math.round).join(", ")})`;
  const line = theme.dark ? 1.16 : 0.93;
  context.strokeStyle = `rgb(${color.map((value) => Math.min(255, Math.round(value * line))).join(", ")})`;
  tracePolygon(context, corners.map((corner) => spots[corner]));
  context.fill();
  context.stroke();
}

/**
 * The two sides of the block that face the viewer.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Camera} camera
 * @param {Float32Array} levels
 * @param {Theme} theme
 */
function paintCutSides(context, camera, levels, theme) {
  const { quads } = camera;
  const count = quads + 1;
  const nearColumn = camera.farRight ? 0 : quads;
  const nearRow = camera.farUp ? 0 : quads;
  const side = (/** @type {(index: number) => [number, number, number]} */ spotOf, /** @type {string} */ shade) => {
    const top = Array.from({ length: count }, (_, index) => spotOf(index));
    const below = top.toReversed().map(([x, y]) => camera.place(x, y, FLOOR));
    tracePolygon(context, [...top.map((spot) => camera.place(...spot)), ...below]);
    context.fillStyle = shade;
    context.fill();
    context.strokeStyle = theme.faint;
    context.stroke();
  };
  const shades = theme.dark ? ["#1c2338", "#171d2f"] : ["#dfe3ea", "#d0d6e0"];
  side((index) => [index / quads, nearRow / quads, levels[nearRow * count + index]], shades[0]);
  side((index) => [nearColumn / quads, index / quads, levels[index * count + nearColumn]], shades[1]);
}

/**
 * Names and the window's numbers along the block's lower near edges.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Player, "scene" | "theme" | "camera">} player
 */
export function paintSpaceAxes(context, { scene, theme, camera }) {
  const up = camera.farUp ? 0 : 1;
  const across = camera.farRight ? 0 : 1;
  context.textAlign = "center";
  context.textBaseline = "top";
  const name = (/** @type {string} */ text, /** @type {Point} */ [x, y]) => {
    context.font = `italic 600 14px ${theme.font}`;
    context.fillStyle = theme.text;
    context.fillText(text, x, y + 6);
  };
  const number = (/** @type {string} */ text, /** @type {Point} */ [x, y]) => {
    context.font = `12px ${theme.font}`;
    context.fillStyle = theme.muted;
    context.fillText(text, x, y + 4);
  };
  const [[lowX, highX], [lowY, highY]] = scene.window;
  name(scene.coordinates[0], camera.place(0.5, up + (up ? 0.07 : -0.07), FLOOR));
  name(scene.coordinates[1], camera.place(across + (across ? 0.07 : -0.07), 0.5, FLOOR));
  for (const end of [0.15, 0.85]) {
    number(coordinateText(lowX + end * (highX - lowX), highX - lowX), camera.place(end, up, FLOOR));
    number(coordinateText(lowY + end * (highY - lowY), highY - lowY), camera.place(across, end, FLOOR));
  }
}
