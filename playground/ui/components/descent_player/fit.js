// @ts-check
// What the step means for the examples: the points, the line y = w·x + b of this step, and each error as a square.

import { clamp } from "../clamp.js";
import { numberText } from "../number_text.js";
import { withAlpha } from "../theme.js";
import { drawContestant } from "./marks.js";
import { rowAt, shareAt } from "./path.js";
import { colorOf } from "./theme.js";
import { ticksOf } from "./ticks.js";

/** @import { Area, Examples, Player, Point, Span, Theme } from "./types.d.ts" */

const EDGES = { left: 40, top: 26, right: 10, bottom: 36 };
const TICK_WIDTH = 70; // pixels
const TICK_HEIGHT = 48;

/** @typedef {{ area: Area, windowX: Span, windowY: Span, x: (value: number) => number, y: (value: number) => number }} FitPlaces */

/**
 * Room for the points and some around them; it does not follow the line, so that the line is seen to move.
 *
 * @param {Examples} examples
 * @param {number} width
 * @param {number} height
 * @returns {FitPlaces}
 */
function fitPlaces({ inputs, targets }, width, height) {
  /** @type {(values: number[]) => Span} */
  const around = (values) => {
    const [low, high] = [Math.min(...values, 0), Math.max(...values, 0)];
    const room = 0.22 * (high - low || 1);
    return [low - room, high + room];
  };
  const { left, top, right, bottom } = EDGES;
  const [windowX, windowY] = [around(inputs), around(targets)];
  const area = { left, top, width: width - left - right, height: height - top - bottom };
  return {
    area,
    windowX,
    windowY,
    x: (value) => left + ((value - windowX[0]) / (windowX[1] - windowX[0])) * area.width,
    y: (value) => top + ((windowY[1] - value) / (windowY[1] - windowY[0])) * area.height,
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {FitPlaces} places
 */
function drawFitAxes(context, theme, places) {
  const { area, windowX, windowY } = places;
  context.fillStyle = theme.dark ? "rgba(255, 255, 255, 0.035)" : "rgba(40, 60, 110, 0.035)";
  context.beginPath();
  context.roundRect(area.left, area.top, area.width, area.height, 8);
  context.fill();
  context.font = `12px ${theme.font}`;
  context.textBaseline = "middle";
  const bottom = area.top + area.height;
  for (const { value, text } of ticksOf(...windowX, area.width / TICK_WIDTH)) {
    context.fillStyle = theme.faint;
    context.fillRect(places.x(value) - 0.5, area.top, 1, area.height);
    context.fillStyle = theme.muted;
    context.textAlign = "center";
    context.fillText(text, places.x(value), bottom + 12);
  }
  for (const { value, text } of ticksOf(...windowY, area.height / TICK_HEIGHT)) {
    context.fillStyle = theme.faint;
    context.fillRect(area.left, places.y(value) - 0.5, area.width, 1);
    context.fillStyle = theme.muted;
    context.textAlign = "right";
    context.fillText(text, area.left - 6, places.y(value));
  }
  context.font = `italic 600 14px ${theme.font}`;
  context.fillStyle = theme.text;
  context.textAlign = "center";
  context.fillText("x", area.left + area.width / 2, bottom + 28);
  context.fillText("y", 8, area.top + area.height / 2);
}

/**
 * The weight and the bias of the line, between two steps as well.
 *
 * @param {Player} player
 * @returns {Point}
 */
function lineAt({ scene, position, eased }) {
  const path = scene.paths[0];
  const row = rowAt(path, position);
  const next = Math.min(row + 1, path.steps.length - 1);
  const share = eased(shareAt(path, position, row));
  const at = (/** @type {number} */ axis) => path.points[2 * row + axis] * (1 - share) + path.points[2 * next + axis] * share;
  return [at(0), at(1)];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Examples} examples
 * @param {number} width
 * @param {number} height
 */
export function drawFit(context, player, examples, width, height) {
  const { theme } = player;
  const places = fitPlaces(examples, width, height);
  const [weight, bias] = lineAt(player);
  const level = (/** @type {number} */ input) => clamp(places.y(weight * input + bias), -1e4, 1e4);
  const { area } = places;
  drawFitAxes(context, theme, places);
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  drawErrors(context, theme, places, examples, level, weight > 0);
  drawLine(context, theme, places, level);
  const { inputs, targets } = examples;
  inputs.forEach((input, index) => drawContestant(context, [places.x(input), places.y(targets[index])], theme.text, theme));
  context.restore();
  context.font = `600 13px ${theme.font}`;
  context.fillStyle = colorOf(theme, 0);
  context.textAlign = "left";
  context.textBaseline = "middle";
  const equation = `y = ${numberText(weight, 3)} · x ${bias < 0 ? "−" : "+"} ${numberText(Math.abs(bias), 3)}`;
  context.fillText(equation, area.left + 2, 12);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {FitPlaces} places
 * @param {Examples} examples
 * @param {(input: number) => number} level - of the line
 * @param {boolean} rising - the line rises
 */
function drawErrors(context, theme, places, { inputs, targets }, level, rising) {
  const color = colorOf(theme, 1);
  inputs.forEach((input, index) => {
    const [x, from, to] = [places.x(input), places.y(targets[index]), level(input)];
    const side = Math.abs(to - from);
    context.fillStyle = withAlpha(color, 0.14);
    context.fillRect(to < from === rising ? x - side : x, Math.min(from, to), side, side);
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x, from);
    context.lineTo(x, to);
    context.stroke();
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {FitPlaces} places
 * @param {(input: number) => number} level - of the line
 */
function drawLine(context, theme, { windowX, x }, level) {
  for (const [style, width] of /** @type {[string, number][]} */ ([[theme.halo, 6], [colorOf(theme, 0), 3]])) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x(windowX[0]), level(windowX[0]));
    context.lineTo(x(windowX[1]), level(windowX[1]));
    context.stroke();
  }
}
