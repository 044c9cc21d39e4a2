// @ts-check
// The pointer on the weights: a tip with the value, a click for the editor.

import { setText } from "../dom.js";
import { numberText } from "../number_text.js";
import { openEditor, shownWeights } from "./editor.js";
import { linkAt, parameterOf } from "./network_places.js";
import { requestFrame } from "./playback.js";

/** @import { Link, Player, Point } from "./types.d.ts" */

/** @param {Player} player */
export function watchLinks(player) {
  const canvas = player.elements.links;
  const meant = (/** @type {MouseEvent} */ event) => linkAt(player.places, player.data.network.sizes, [event.offsetX, event.offsetY]);
  canvas.onpointermove = (event) => showLink(player, event.pointerType === "mouse" ? meant(event) : null, [event.offsetX, event.offsetY]);
  canvas.onpointerleave = () => showLink(player, null, [0, 0]);
  canvas.onclick = (event) => {
    const link = meant(event);
    player.elements.tip.hidden = true;
    if (link) openEditor(player, { layer: link.layer, index: link.index }, link.from);
  };
}

/**
 * @param {Player} player
 * @param {Link | null} link
 * @param {Point} place
 */
function showLink(player, link, [x, y]) {
  const { elements, hoveredLink } = player;
  elements.tip.hidden = !link || !player.known.count;
  elements.links.style.cursor = link ? "pointer" : "";
  if (link && player.known.count) {
    const value = shownWeights(player)[parameterOf(player.data.network.sizes, link)];
    setText(elements.tip, `${linkName(player, link)}: ${numberText(value, 3)}`);
    const left = Math.min(x + 14, player.places.width - elements.tip.offsetWidth - 4);
    elements.tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, y - 34)}px)`;
  }
  if (link === hoveredLink) return;
  player.hoveredLink = link;
  requestFrame(player);
}

/**
 * @param {Player} player
 * @param {Link} link
 */
function linkName({ data: { network } }, { layer, index, from }) {
  const to = layer < network.sizes.length - 1 ? `neuron ${index + 1}` : "output";
  if (from < 0) return `bias of ${to}`;
  return `weight ${layer > 1 ? `neuron ${from + 1}` : network.labels[from]} → ${to}`;
}
