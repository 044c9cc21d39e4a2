// @ts-check
// The map: the landscape from above, with axes, minima, the paths and the moving points. What does not change between
// two steps is painted once into a backdrop; a frame copies it and adds what moves.

import { stepText } from "../number_text.js";
import { withAlpha } from "../theme.js";
import { drawArrows } from "./arrow_shape.js";
import { arrowsOf, factorText, notePlace } from "./arrows.js";
import { between } from "./between.js";
import { pointOnPath } from "./map_places.js";
import { drawContestant, drawMinimum, drawPlate, drawStepDots, strokePath } from "./marks.js";
import { describedRow, rowAt, shareAt } from "./path.js";
import { drawStartHandle } from "./start_handle.js";
import { colorOf } from "./theme.js";
import { ticksOf } from "./ticks.js";

/** @import { MapPath, MapPlaces, Path, Player, Point, Scene, Theme } from "./types.d.ts" */

const TICK_WIDTH = 90; // pixels
const TICK_HEIGHT = 48;
const MOST_WITH_DOTS = 4; // contestants: the dots of more hide each other

/** @typedef {{ path: Path, row: number, end: Point, shape: MapPath, color: string }} Contestant */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Scene, "window" | "coordinates">} scene
 * @param {MapPlaces} places
 * @param {Theme} theme
 */
function drawMapAxes(context, scene, places, theme) {
  const { area } = places;
  const bottom = area.top + area.height;
  context.font = `12px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { value, text } of ticksOf(...scene.window[0], area.width / TICK_WIDTH)) {
    context.fillText(text, places.x(value), bottom + 6);
    context.fillRect(places.x(value) - 0.5, bottom, 1, 4);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { value, text } of ticksOf(...scene.window[1], area.height / TICK_HEIGHT)) {
    context.fillText(text, area.left - 7, places.y(value));
    context.fillRect(area.left - 4, places.y(value) - 0.5, 4, 1);
  }
  context.font = `italic 600 14px ${theme.font}`;
  context.fillStyle = theme.text;
  context.textAlign = "center";
  context.fillText(scene.coordinates[0], area.left + area.width / 2, bottom + 27);
  context.fillText(scene.coordinates[1], area.left - 51, area.top + area.height / 2);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {MapPlaces} places
 * @param {() => void} draw
 */
function withinMap(context, { area }, draw) {
  context.save();
  context.beginPath();
  context.roundRect(area.left, area.top, area.width, area.height, 8);
  context.clip();
  draw();
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Player, "scene" | "theme" | "places" | "onMap">} player
 * @param {HTMLCanvasElement} landscape
 */
export function paintMapBackdrop(context, { scene, theme, places, onMap }, landscape) {
  const { area } = places;
  withinMap(context, places, () => {
    context.drawImage(landscape, area.left, area.top, area.width, area.height);
    scene.minima.forEach(([x, y]) => drawMinimum(context, [places.x(x), places.y(y)], theme));
    onMap.forEach((path, index) => {
      strokePath(context, path, path.xs.length - 1, null, [[withAlpha(colorOf(theme, index), 0.38), 2]]);
    });
  });
  drawMapAxes(context, scene, places, theme);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 */
export function drawMapFrame(context, player) {
  const { scene, theme, places, onMap, position, startDrag } = player;
  const contestants = scene.paths.map((path, index) => {
    const row = rowAt(path, position);
    const end = pointOnPath(onMap[index], row, player.eased(shareAt(path, position, row)));
    return { path, row, end, shape: onMap[index], color: colorOf(theme, index) };
  });
  withinMap(context, places, () => {
    context.globalAlpha = startDrag ? 0.45 : 1; // the old path, while a new start is being chosen
    for (const { shape, row, end, color } of contestants) strokePath(context, shape, row, end, [[theme.halo, 5], [color, 2.6]]);
    if (contestants.length <= MOST_WITH_DOTS) {
      for (const { shape, row, color } of contestants) drawStepDots(context, shape, row, color, theme.halo);
    }
    drawStartHandle(context, player);
    drawUpdate(context, player, contestants[0]);
    for (const { end, color } of contestants.toReversed()) drawContestant(context, end, color, theme);
    context.globalAlpha = 1;
    for (const contestant of contestants) drawDeparture(context, contestant, player);
  });
}

/**
 * The arrows of the update that is described.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Contestant} contestant
 */
function drawUpdate(context, { scene, theme, places, onMap }, { path, row }) {
  if (!scene.trace || path.steps.length < 2) return;
  const described = describedRow(path, row);
  const { placed, factor } = arrowsOf(scene.trace, described, places.pixels);
  drawArrows(context, theme, placed, pointOnPath(onMap[0], described, 0));
  const { area } = places;
  const note = factorText(factor);
  const start = /** @type {Point} */ ([places.x(scene.start[0]), places.y(scene.start[1])]);
  if (note) drawPlate(context, note, notePlace(start, area), theme, area);
}

/**
 * Where a path left the map for good, once it has.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Contestant} contestant
 * @param {Player} player
 */
function drawDeparture(context, { path, row, shape, color }, { places, theme, scene }) {
  const { leftAt } = shape;
  if (leftAt === null || row < leftAt) return;
  const { area } = places;
  const [x, y] = edgeOfMap(pointOnPath(shape, leftAt - 1, 0), pointOnPath(shape, leftAt, 0), places);
  const who = scene.paths.length > 1 ? `${path.label} left the map` : "left the map";
  const shift = y < area.top + area.height / 2 ? 14 : -14;
  drawPlate(context, `${who} at ${stepText(path.steps[leftAt])}`, [x, y + shift], theme, area, color);
}

/**
 * Where the way from a point inside to one outside crosses the map's edge, by halving.
 *
 * @param {Point} inside
 * @param {Point} outside
 * @param {MapPlaces} places
 */
function edgeOfMap(inside, outside, places) {
  let [near, far] = [0, 1];
  for (let halving = 0; halving < 24; halving++) {
    const middle = (near + far) / 2;
    if (places.holds(...between(inside, outside, middle))) near = middle;
    else far = middle;
  }
  return between(inside, outside, near);
}
