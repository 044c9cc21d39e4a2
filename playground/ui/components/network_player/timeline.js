// @ts-check
// The losses of all epochs so far, which is also the scrubber.

import { countText, numberText } from "../number_text.js";
import { lossesAt } from "./known.js";
import { isEdited } from "./playback.js";
import { timelinePlaces } from "./timeline_places.js";

/** @import { Player, Size, TimelinePlaces } from "./types.d.ts" */

const DASH = [5, 4]; // of the test loss

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Size} size
 */
export function drawTimeline(context, player, size) {
  const { known, reached, theme, data, brought } = player;
  const places = timelinePlaces(known, reached, data.others, player.logarithmic, size);
  player.timelinePlaces = places;
  context.fillStyle = theme.dark ? "rgba(255, 255, 255, 0.035)" : "rgba(40, 60, 110, 0.035)";
  context.beginPath();
  context.roundRect(places.left - 6, places.top - 6, places.width + 12, places.height + 12, 8);
  context.fill();
  context.lineJoin = "round";
  for (const other of data.others) {
    const strength = other.name === brought ? 0.9 : 0.28;
    drawCurve(context, places, other.train, other.from, other.train.length, { color: theme.text, strength, dash: [] });
    drawCurve(context, places, other.test, other.from, other.test.length, { color: theme.colors[1], strength, dash: DASH });
  }
  const count = Math.min(known.count, reached - known.first + 1);
  drawCurve(context, places, known.test, known.first, count, { color: theme.colors[1], strength: 1, dash: DASH });
  drawCurve(context, places, known.train, known.first, count, { color: theme.text, strength: 1, dash: [] });
  drawCursor(context, player, places);
  drawTexts(context, player, places);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {TimelinePlaces} places
 * @param {readonly (number | null)[]} losses
 * @param {number} from - the epoch of the first one
 * @param {number} count
 * @param {{ color: string, strength: number, dash: number[] }} style
 */
function drawCurve(context, places, losses, from, count, { color, strength, dash }) {
  const stride = Math.max(1, Math.floor((0.7 * count) / places.width));
  context.beginPath();
  let down = false;
  for (let row = 0; row < count; row = row === count - 1 ? count : Math.min(row + stride, count - 1)) {
    const loss = losses[row];
    if (loss === null || !Number.isFinite(loss)) {
      down = false;
      continue;
    }
    const [x, y] = [places.x(from + row), places.y(loss)];
    if (down) context.lineTo(x, y);
    else context.moveTo(x, y);
    down = true;
  }
  context.globalAlpha = strength;
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {TimelinePlaces} places
 */
function drawCursor(context, player, places) {
  const { theme, position, known } = player;
  const x = places.x(Math.floor(position));
  context.fillStyle = isEdited(player) ? theme.colors[1] : theme.text;
  context.beginPath();
  context.roundRect(x - 1, places.top - 6, 2, places.height + 12, 1);
  context.fill();
  const { train, test } = lossesAt(known, position);
  for (const [loss, color] of /** @type {[number, string][]} */ ([[test, theme.colors[1]], [train, theme.text]])) {
    if (!Number.isFinite(loss)) continue;
    context.beginPath();
    context.arc(x, places.y(loss), 4.5, 0, 2 * Math.PI);
    context.fillStyle = color;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = theme.background;
    context.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {TimelinePlaces} places
 */
function drawTexts(context, { theme, test }, places) {
  context.font = `12px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.textBaseline = "middle";
  context.textAlign = "right";
  if (places.high > 0) context.fillText(numberText(places.high, 2), places.left - 12, places.top + 2);
  context.fillText("loss", places.left - 12, places.top + places.height / 2);
  if (places.high > 0) context.fillText(numberText(places.low, 2), places.left - 12, places.top + places.height - 1);
  const below = places.top + places.height + 14;
  context.textAlign = "left";
  context.fillText(countText(places.first), places.left, below);
  context.textAlign = "right";
  context.fillText(`epoch ${countText(places.last)}`, places.left + places.width, below);
  if (places.width < 260) return;
  context.textAlign = "center";
  const middle = places.left + places.width / 2;
  context.fillText(test.targets.length ? "━ training   ╍ test" : "━ training", middle, below);
}
