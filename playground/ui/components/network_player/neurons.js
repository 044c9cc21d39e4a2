// @ts-check
// A button over each neuron: pointer, focus and keys find it there, and it has a name.

import { make } from "../dom.js";
import { closeEditor, openEditor } from "./editor.js";
import { layerName } from "./network_drawing.js";
import { requestFrame } from "./playback.js";

/** @import { Neuron, Player } from "./types.d.ts" */

/**
 * New buttons for a new network, at their places.
 *
 * @param {Player} player
 */
export function placeNeurons(player) {
  const { elements, data, places } = player;
  const key = JSON.stringify([data.network.sizes, data.network.labels, data.network.activations]);
  if (key !== player.placesKey) {
    player.placesKey = key;
    player.hovered = player.hoveredLink = null;
    closeEditor(player);
    player.buttons = data.network.sizes.map((size, layer) =>
      Array.from({ length: size }, (_, index) => neuronButton(player, { layer, index })),
    );
    elements.neurons.replaceChildren(...player.buttons.flat());
    player.buttons[0][0].tabIndex = 0;
  }
  player.buttons.forEach((layer, number) =>
    layer.forEach((button, index) => {
      const [x, y] = places.corners[number][index];
      button.style.cssText = `left:${x}px;top:${y}px;width:${places.tile}px;height:${places.tile}px`;
    }),
  );
}

/**
 * What a neuron is called.
 *
 * @param {Pick<Player, "data">} player
 * @param {Neuron} neuron
 */
export function neuronName(player, { layer, index }) {
  const { network } = player.data;
  if (!layer) return `Input ${network.labels[index]}`;
  if (layer < network.sizes.length - 1) return `Hidden layer ${layer}, neuron ${index + 1}, ${layerName(player, layer)}`;
  return network.sizes[layer] > 1 ? `Output ${network.classes?.[index] ?? index + 1}` : "Output";
}

/**
 * @param {Player} player
 * @param {Neuron} neuron
 */
function neuronButton(player, neuron) {
  const button = make("button", neuron.layer ? "neuron" : "neuron input");
  button.type = "button";
  button.tabIndex = -1;
  button.setAttribute("aria-label", neuronName(player, neuron));
  const look = (/** @type {Neuron | null} */ at) => {
    player.hovered = at;
    requestFrame(player);
  };
  button.onpointerenter = () => look(neuron);
  button.onpointerleave = () => look(null);
  button.onfocus = () => {
    for (const other of player.buttons.flat()) other.tabIndex = -1;
    button.tabIndex = 0;
    if (button.matches(":focus-visible")) look(neuron);
  };
  button.onblur = () => look(null);
  button.onclick = () => neuron.layer && openEditor(player, neuron, null);
  button.onkeydown = (event) => moveFocus(player, neuron, event);
  return button;
}

/**
 * Arrow keys go from neuron to neuron.
 *
 * @param {Player} player
 * @param {Neuron} neuron
 * @param {KeyboardEvent} event
 */
function moveFocus(player, { layer, index }, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const moves = new Map([["ArrowLeft", [-1, 0]], ["ArrowRight", [1, 0]], ["ArrowUp", [0, -1]], ["ArrowDown", [0, 1]]]);
  const move = moves.get(event.key);
  if (event.key === "Escape") closeEditor(player);
  if (!move) return;
  event.preventDefault();
  const next = player.buttons[layer + move[0]];
  next?.[Math.min(index + move[1], next.length - 1)]?.focus();
}
