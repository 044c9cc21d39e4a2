// @ts-check
// What the shades of the large picture mean, and the marks of the classes.

import { contextOf, make } from "../dom.js";
import { BOUNDED } from "../evaluation/activations.js";
import { classNames } from "./reading.js";

/** @import { Neuron, Player } from "./types.d.ts" */

const SHAPES = ["swatch", "swatch square", "swatch triangle"];

/**
 * @param {Player} player
 * @param {Neuron | null} neuron
 */
export function showLegend(player, neuron) {
  const { elements, data: { network }, ramps } = player;
  const layer = neuron?.layer ?? network.sizes.length - 1;
  const index = neuron?.index ?? 0;
  const isOutput = layer === network.sizes.length - 1;
  const several = !neuron && network.sizes[layer] > 1;
  elements.legendBar.hidden = several;
  if (!several) paintBar(elements.legendBar, ramps[layer][index].colors);
  const classes = network.target === "number" || !isOutput ? [] : classNames(network).map((name, number) => classMark(player, number, name));
  const [low, high] = several || classes.length === 2 ? [classes.slice(0, 1), classes.slice(1)] : endsText(player, layer, index);
  elements.legendLow.replaceChildren(...low);
  elements.legendHigh.replaceChildren(...high);
}

/**
 * What stands at the ends of the bar of a neuron.
 *
 * @param {Player} player
 * @param {number} layer
 * @param {number} index
 */
function endsText({ data: { network }, ramps }, layer, index) {
  if (!layer) {
    const range = +(ramps[0][index].half / ramps[0][index].scale).toPrecision(2);
    return [[`−${range}`], [String(range)]];
  }
  const inner = network.activations[layer - 1];
  if (inner) return BOUNDED.has(inner.name) ? [["−1"], ["1"]] : [["below 0"], ["above 0"]];
  return network.sizes[layer] > 1 ? [["other classes"], [classNames(network)[index]]] : [["−1"], ["1"]];
}

/**
 * The shape and the colour of a class, with its name.
 *
 * @param {Player} player
 * @param {number} index
 * @param {string} name
 */
function classMark({ theme, data: { network } }, index, name) {
  const swatch = make("span", network.target === "number" ? SHAPES[0] : SHAPES[index % SHAPES.length]);
  swatch.style.background = theme.toneColors[index % theme.toneColors.length];
  return make("span", "class-mark", swatch, name);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Uint32Array} colors
 */
function paintBar(canvas, colors) {
  const context = contextOf(canvas);
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let at = 0; at < pixels.length; at++) {
    pixels[at] = colors[Math.round(((at % canvas.width) / (canvas.width - 1)) * (colors.length - 1))];
  }
  context.putImageData(image, 0, 0);
}

/**
 * The choice of the class of new points.
 *
 * @param {Player} player
 */
export function showClasses(player) {
  const { elements, data: { network }, pen } = player;
  const names = network.target === "number" ? ["−1", "1"] : classNames(network);
  const buttons = names.map((name, index) => {
    const button = make("button", "", classMark(player, index, name));
    button.type = "button";
    button.setAttribute("aria-pressed", String(pen === index));
    button.onclick = () => {
      player.pen = index;
      [...elements.classes.children].forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    };
    return button;
  });
  elements.classes.replaceChildren(...buttons);
}
