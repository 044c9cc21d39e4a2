// @ts-check
// Fits the canvases to their room and draws the frames.

import { drawOn, fitted } from "../canvas.js";
import { setText } from "../dom.js";
import { showControls } from "./controls.js";
import { showEditor, shownWeights } from "./editor.js";
import { computeHeatMaps, paintLarge, paintTiles, prepareHeatMaps, prepareRamps } from "./heat_maps.js";
import { showLegend } from "./legend.js";
import { drawNetwork } from "./network_drawing.js";
import { networkPlaces } from "./network_places.js";
import { neuronName, placeNeurons } from "./neurons.js";
import { drawPlane } from "./plane.js";
import { isEdited } from "./playback.js";
import { fitReading } from "./reading.js";
import { drawTimeline } from "./timeline.js";

/** @import { Player } from "./types.d.ts" */

const TEXTS_EVERY = 100; // milliseconds
const HIGHEST = 560; // pixels that the network takes beside the plane
const BELOW = 330; // below it

/**
 * Fits the canvases to their room and draws within the same task, so that no blank canvas is ever shown.
 *
 * @param {Player} player
 */
export function layOut(player) {
  if (!player.data || player.destroyed) return;
  const { elements, data } = player;
  const beside = elements.plane.getBoundingClientRect().left > elements.scroll.getBoundingClientRect().right;
  const height = beside ? Math.min(HIGHEST, elements.output.clientHeight) : BELOW;
  player.places = networkPlaces(data.network.sizes, elements.scroll.clientWidth, height);
  elements.layers.style.width = `${player.places.width}px`;
  elements.layers.style.height = `${player.places.height}px`;
  player.sizes = { plane: fitted(elements.plane), timeline: fitted(elements.timeline, 40), links: fitted(elements.links) };
  prepareHeatMaps(player);
  prepareRamps(player);
  placeNeurons(player);
  drawAll(player, performance.now(), true);
}

/**
 * A frame, unless it would be the last one again: while it plays slower than the screen, or waits.
 *
 * @param {Player} player
 * @param {number} now - milliseconds
 */
export function drawChanges(player, now) {
  const epoch = Math.floor(player.position);
  if (player.playing && player.drawn === epoch) {
    if (player.textsLag && now - player.textsAt >= TEXTS_EVERY) showTexts(player, now);
    return;
  }
  player.drawn = epoch;
  drawAll(player, now, !player.playing);
}

/**
 * @param {Player} player
 * @param {number} now - milliseconds
 * @param {boolean} [texts] - write the texts now, even while it plays
 */
function drawAll(player, now, texts = false) {
  const { sizes, elements, known } = player;
  if (!sizes?.plane || !sizes.timeline || !sizes.links) return;
  drawOn(elements.timeline, sizes.timeline, (context, size) => drawTimeline(context, player, size));
  if (known.count) drawPictures(player);
  player.textsLag = !texts && player.playing && now - player.textsAt < TEXTS_EVERY;
  if (!player.textsLag) showTexts(player, now);
}

/**
 * @param {Player} player
 * @param {number} now - milliseconds
 */
function showTexts(player, now) {
  player.textsAt = now;
  player.textsLag = false;
  if (player.cross) fitReading(player);
  showControls(player);
  showEditor(player);
}

/** @param {Player} player */
function drawPictures(player) {
  const { sizes, elements } = player;
  const weights = shownWeights(player);
  const neuron = player.hovered ?? player.opened;
  const flat = elements.discretised.checked;
  const key = `${player.known.branch} ${isEdited(player)} ${player.edits} ${Math.floor(player.position)}`;
  const fresh = key !== player.shownKey;
  if (fresh) {
    computeHeatMaps(player, weights);
    paintTiles(player);
    player.shownKey = key;
  }
  const largeKey = JSON.stringify([neuron, flat]);
  const other = largeKey !== player.largeKey;
  if (fresh || other) paintLarge(player, neuron, flat);
  if (other) showNeuron(player);
  player.largeKey = largeKey;
  if (sizes.plane) drawOn(elements.plane, sizes.plane, (context, size) => drawPlane(context, player, size));
  if (sizes.links) drawOn(elements.links, sizes.links, (context) => drawNetwork(context, player, weights));
}

/**
 * Which neuron the large picture shows.
 *
 * @param {Player} player
 */
function showNeuron(player) {
  const neuron = player.hovered ?? player.opened;
  const name = neuron ? neuronName(player, neuron) : "Output";
  setText(player.elements.planeTitle, name);
  player.buttons.forEach((layer, number) =>
    layer.forEach((button, index) => button.classList.toggle("looked", neuron?.layer === number && neuron.index === index)),
  );
  showLegend(player, neuron);
}
