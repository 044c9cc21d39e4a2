// @ts-check
// The picture of the network: weights as curves, neurons as small heat maps, and the numbers that flow through them.

import { numberText } from "../number_text.js";
import { withAlpha } from "../theme.js";
import { HEAD, biasAt, endsOf, parameterOf } from "./network_places.js";
import { signColor } from "./theme.js";

/** @import { Link, Player } from "./types.d.ts" */

const WIDEST = 7; // pixels of a weight's line
const NEGATIVE = [5, 4]; // dashes, so that a sign is not a colour alone

/**
 * The width of the line of a weight, in pixels: it grows with the size, fast at first.
 *
 * @param {number} weight
 */
export function widthOf(weight) {
  const size = Math.abs(weight);
  return Number.isFinite(size) ? 0.6 + (WIDEST - 0.6) * (1 - Math.exp(-size / 2.2)) : 0.6;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Float32Array} weights
 */
export function drawNetwork(context, player, weights) {
  const { data: { network: { sizes } } } = player;
  context.lineCap = "butt";
  for (let layer = 1; layer < sizes.length; layer++) {
    for (let index = 0; index < sizes[layer]; index++) {
      for (let from = 0; from < sizes[layer - 1]; from++) drawLink(context, player, weights, { layer, index, from });
    }
  }
  context.setLineDash([]);
  drawTiles(context, player);
  drawBiases(context, player, weights);
  drawTexts(context, player);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Float32Array} weights
 * @param {Link} link
 */
function drawLink(context, player, weights, link) {
  const { theme, places, hovered, hoveredLink, opened, data } = player;
  const weight = weights[parameterOf(data.network.sizes, link)];
  const [[x0, y0], [x1, y1]] = endsOf(places, link);
  const looked = hovered ?? opened;
  const own = looked !== null && looked.layer === link.layer && looked.index === link.index;
  const meant = hoveredLink !== null && isSame(hoveredLink, link);
  const strength = own || meant ? 0.95 : (0.28 + 0.6 * (1 - Math.exp(-Math.abs(weight)))) * (looked ? 0.35 : 1);
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
  context.globalAlpha = strength;
  context.strokeStyle = meant ? theme.text : signColor(theme, weight);
  context.lineWidth = widthOf(weight) + (meant ? 1.5 : 0);
  context.setLineDash(weight < 0 ? NEGATIVE : []);
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * @param {Link} one
 * @param {Link} other
 */
export function isSame(one, other) {
  return one.layer === other.layer && one.index === other.index && one.from === other.from;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 */
function drawTiles(context, { places: { corners, tile }, tiles, data: { grid } }) {
  context.imageSmoothingEnabled = true;
  let number = 0;
  for (const layer of corners) {
    for (const [x, y] of layer) {
      context.drawImage(tiles, 0.5, number * grid + 0.5, grid - 1, grid - 1, x, y, tile, tile);
      number += 1;
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 * @param {Float32Array} weights
 */
function drawBiases(context, { theme, places, hoveredLink, data: { network: { sizes } } }, weights) {
  for (let layer = 1; layer < sizes.length; layer++) {
    for (let index = 0; index < sizes[layer]; index++) {
      const link = { layer, index, from: -1 };
      const bias = weights[parameterOf(sizes, link)];
      const meant = hoveredLink !== null && isSame(hoveredLink, link);
      const [x, y] = biasAt(places, layer, index);
      context.beginPath();
      context.arc(x, y, 2.6 + widthOf(bias) / 3, 0, 2 * Math.PI);
      context.fillStyle = bias < 0 ? theme.background : signColor(theme, bias);
      context.fill();
      context.lineWidth = 2;
      context.strokeStyle = meant ? theme.text : signColor(theme, bias);
      context.stroke();
    }
  }
}

/**
 * The names of layers and features, and each neuron's number at the cross.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 */
function drawTexts(context, player) {
  const { theme, places: { corners, tile }, data: { network }, cross, pointValues } = player;
  drawLayerNames(context, player);
  context.textAlign = "right";
  context.fillStyle = theme.text;
  context.font = `14px ${theme.font}`;
  corners[0].forEach(([x, y], index) => context.fillText(shortened(network.labels[index]), x - 10, y + tile / 2));
  if (!cross) return;
  context.textAlign = "center";
  context.font = `600 11px ${theme.font}`;
  corners.forEach((layer, number) =>
    layer.forEach(([x, y], index) => {
      const text = numberText(pointValues[number][index][0], 2);
      context.fillStyle = withAlpha(theme.background, 0.85);
      const width = context.measureText(text).width + 8;
      context.fillRect(x + tile / 2 - width / 2, y + tile + 2, width, 14);
      context.fillStyle = theme.text;
      context.fillText(text, x + tile / 2, y + tile + 9.5);
    }),
  );
}

/**
 * On one line, or by turns on two where they would touch.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Player} player
 */
function drawLayerNames(context, player) {
  const { theme, places: { corners, tile, stride } } = player;
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.fillStyle = theme.muted;
  context.font = `12px ${theme.font}`;
  const names = corners.map((_, number) => layerName(player, number));
  const room = stride - 6;
  const touching = names.some((name) => context.measureText(name).width > room);
  names.forEach((name, number) => {
    const y = touching ? (number % 2 ? 7 : 20) : HEAD / 2 - 2;
    context.fillText(name, corners[number][0][0] + tile / 2, y, touching ? room + stride : room);
  });
}

/** @param {string} label */
function shortened(label) {
  return label.length > 6 ? "f(x)" : label;
}

/**
 * @param {Pick<Player, "data">} player
 * @param {number} layer
 */
export function layerName({ data: { network } }, layer) {
  if (!layer) return "inputs";
  const activation = network.activations[layer - 1];
  return activation ? (activation.label ?? activation.name.replaceAll("_", " ")) : network.sizes[layer] > 1 ? "outputs" : "output";
}
