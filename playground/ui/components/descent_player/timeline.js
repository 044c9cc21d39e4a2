// @ts-check
// The loss over the steps, which is also the scrubber: what has passed is bright, what comes is faint. Both are painted
// once; a frame copies them left and right of the cursor.

import { numberText, stepText } from "../number_text.js";
import { withAlpha } from "../theme.js";
import { rowAt, shareAt } from "./path.js";
import { colorOf } from "./theme.js";

/** @import { Path, Player, Theme, TimelinePlaces } from "./types.d.ts" */

const LONGEST_TEXT = 7; // characters that fit beside the curve

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path} path
 * @param {TimelinePlaces} places
 */
function traceLosses(context, path, places) {
  context.beginPath();
  let [x, y] = [NaN, NaN];
  path.losses.forEach((loss, row) => {
    const [nextX, nextY] = [places.x(path.steps[row]), places.y(loss)];
    if (row && row < path.losses.length - 1 && Math.abs(nextX - x) + Math.abs(nextY - y) < 0.7) return;
    [x, y] = [nextX, nextY];
    context.lineTo(x, y);
  });
}

/** @param {number} loss */
function edgeText(loss) {
  const text = numberText(loss, 3);
  return text.length > LONGEST_TEXT ? numberText(loss, 2) : text;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Player, "scene" | "theme" | "timelinePlaces">} player
 * @param {boolean} bright
 */
export function paintTimeline(context, player, bright) {
  const { scene, theme, timelinePlaces: places } = player;
  const { area } = places;
  context.fillStyle = theme.dark ? "rgba(255, 255, 255, 0.035)" : "rgba(40, 60, 110, 0.035)";
  context.beginPath();
  context.roundRect(area.left - 6, area.top - 6, area.width + 12, area.height + 12, 8);
  context.fill();
  context.lineJoin = context.lineCap = "round";
  scene.paths.forEach((path, index) => {
    const color = colorOf(theme, index);
    traceLosses(context, path, places);
    context.strokeStyle = bright ? color : withAlpha(color, 0.35);
    context.lineWidth = bright ? 2.4 : 1.8;
    context.stroke();
    if (!bright || scene.paths.length > 1 || !path.last) return;
    context.lineTo(places.x(path.last), area.top + area.height + 6);
    context.lineTo(area.left, area.top + area.height + 6);
    context.fillStyle = withAlpha(color, 0.1);
    context.fill();
  });
  paintTimelineTexts(context, player);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Player, "scene" | "theme" | "timelinePlaces">} player
 */
function paintTimelineTexts(context, { scene, theme, timelinePlaces: { area, high, low, logarithmic } }) {
  context.font = `12px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.textBaseline = "middle";
  context.textAlign = "right";
  context.fillText(edgeText(high), area.left - 12, area.top + 1);
  context.fillText("loss", area.left - 12, area.top + area.height / 2);
  context.fillText(edgeText(low), area.left - 12, area.top + area.height - 1);
  const below = area.top + area.height + 14;
  context.textAlign = "left";
  context.fillText("0", area.left, below);
  context.textAlign = "right";
  context.fillText(stepText(scene.last), area.left + area.width, below);
  const divergedAt = scene.paths.find((path) => path.divergedAt !== null && path.last === scene.last)?.divergedAt ?? null;
  const scaleNote = logarithmic ? "logarithmic" : "";
  context.textAlign = "center";
  const note = divergedAt === null ? scaleNote : `no finite number from ${stepText(divergedAt)} on`;
  context.fillText(note, area.left + area.width / 2, below);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {number} width
 * @param {number} height
 */
export function drawTimelineFrame(context, player, width, height) {
  const { scene, theme, timelinePlaces: places, position, timelineBackdrops: [faint, bright] } = player;
  const { area } = places;
  const cursor = places.x(position);
  const copy = (/** @type {HTMLCanvasElement} */ picture, /** @type {number} */ from, /** @type {number} */ to) => {
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from, height);
    context.clip();
    context.drawImage(picture, 0, 0, width, height);
    context.restore();
  };
  copy(bright, 0, cursor);
  copy(faint, cursor, width);
  context.fillStyle = theme.text;
  context.beginPath();
  context.roundRect(cursor - 1, area.top - 6, 2, area.height + 12, 1);
  context.fill();
  scene.paths.forEach((path, index) => drawLoss(context, path, position, places, colorOf(theme, index), theme));
}

/**
 * A contestant's loss at this moment.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Path} path
 * @param {number} position
 * @param {TimelinePlaces} places
 * @param {string} color
 * @param {Theme} theme
 */
function drawLoss(context, path, position, places, color, theme) {
  const row = rowAt(path, position);
  const next = Math.min(row + 1, path.losses.length - 1);
  const share = shareAt(path, position, row);
  const [from, to] = [places.y(path.losses[row]), places.y(path.losses[next])];
  context.beginPath();
  context.arc(places.x(Math.min(position, path.last)), from + (to - from) * share, 4.5, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = theme.background;
  context.stroke();
}
