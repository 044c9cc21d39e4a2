// @ts-check
// The small editor of a neuron: its bias and each of its weights, by slider and number. The picture follows at once.

import { make, setText } from "../dom.js";
import { parameterOf } from "./network_places.js";
import { neuronName } from "./neurons.js";
import { isEdited, pause, requestFrame } from "./playback.js";
import { weightsAt } from "./known.js";

/** @import { Link, Neuron, Player } from "./types.d.ts" */

const REACH = 5; // of the sliders; a larger number can be typed
const LARGEST = 1e6;

/**
 * The weights that are shown: those of the epoch, or what was made of them.
 *
 * @param {Pick<Player, "known" | "position" | "edited">} player
 */
export function shownWeights(player) {
  return isEdited(player) && player.edited ? player.edited.weights : weightsAt(player.known, player.position);
}

/**
 * @param {Player} player
 * @param {Neuron} neuron
 * @param {number | null} from - the weight whose slider gets the focus, -1 for the bias
 */
export function openEditor(player, neuron, from) {
  const { elements, data: { network } } = player;
  if (!player.known.count) return;
  pause(player);
  player.opened = neuron;
  setText(elements.editorTitle, neuronName(player, neuron));
  const sources = [-1, ...Array(network.sizes[neuron.layer - 1]).keys()];
  elements.editorRows.replaceChildren(...sources.map((source) => editorRow(player, { ...neuron, from: source })));
  elements.editor.hidden = false;
  placeEditor(player);
  showEditor(player);
  const row = elements.editorRows.children[(from ?? -1) + 1];
  const slider = row.querySelector("input");
  row.classList.toggle("meant", from !== null);
  slider?.focus({ preventScroll: true });
  for (const shown of [elements.editor, row]) shown.scrollIntoView({ block: "nearest" });
  requestFrame(player);
}

/**
 * Beside its neuron, within the picture.
 *
 * @param {Player} player
 */
function placeEditor({ elements, places, opened }) {
  if (!opened) return;
  const [x, y] = places.corners[opened.layer][opened.index];
  const box = elements.network;
  const left = x - elements.scroll.scrollLeft;
  const { offsetWidth: width, offsetHeight: height } = elements.editor;
  const beside = left - width - 14 > 0 ? left - width - 14 : left + places.tile + 14;
  elements.editor.style.left = `${Math.max(0, Math.min(beside, box.clientWidth - width))}px`;
  elements.editor.style.top = `${Math.max(0, Math.min(y - 30, box.clientHeight - height))}px`;
}

/**
 * @param {Player} player
 * @param {Link} link
 */
function editorRow(player, link) {
  const { network } = player.data;
  const name = link.from < 0 ? "bias" : link.layer > 1 ? `from neuron ${link.from + 1}` : `from ${network.labels[link.from]}`;
  const slider = make("input", "");
  Object.assign(slider, { type: "range", min: -REACH, max: REACH, step: 0.01 });
  slider.setAttribute("aria-label", `${name}, slider`);
  const field = make("input", "");
  Object.assign(field, { type: "number", step: 0.1 });
  field.setAttribute("aria-label", `${name}, number`);
  slider.oninput = () => setWeight(player, link, +slider.value);
  field.oninput = () => field.value !== "" && Number.isFinite(+field.value) && setWeight(player, link, +field.value);
  const hover = (/** @type {Link | null} */ meant) => {
    player.hoveredLink = meant;
    requestFrame(player);
  };
  slider.onfocus = field.onfocus = () => hover(link);
  slider.onblur = field.onblur = () => hover(null);
  const row = make("label", "editor-row", make("span", "", name), slider, field);
  row.dataset.parameter = String(parameterOf(network.sizes, link));
  return row;
}

/**
 * @param {Player} player
 * @param {Link} link
 * @param {number} value
 */
export function setWeight(player, link, value) {
  pause(player);
  const epoch = Math.floor(player.position);
  if (player.edited?.epoch !== epoch) player.edited = { epoch, weights: weightsAt(player.known, epoch).slice() };
  player.edited.weights[parameterOf(player.data.network.sizes, link)] = Math.max(-LARGEST, Math.min(LARGEST, value));
  player.edits += 1;
  showEditor(player);
  requestFrame(player);
}

/**
 * The numbers of this epoch in the editor; what is being typed is left alone.
 *
 * @param {Player} player
 */
export function showEditor(player) {
  const { elements } = player;
  if (elements.editor.hidden) return;
  const weights = shownWeights(player);
  for (const row of elements.editorRows.children) {
    if (!(row instanceof HTMLElement)) continue;
    const value = weights[Number(row.dataset.parameter)];
    const [slider, field] = row.querySelectorAll("input");
    if (!slider.matches(":active")) slider.value = String(value);
    if (!field.matches(":focus") && +field.value !== value) field.value = String(+value.toFixed(3));
  }
  elements.editorBack.disabled = !isEdited(player);
}

/** @param {Player} player */
export function closeEditor(player) {
  const { elements, opened } = player;
  if (!opened) return;
  const inside = elements.editor.contains(elements.editor.querySelector(":focus"));
  elements.editor.hidden = true;
  player.opened = player.hoveredLink = null;
  if (inside) player.buttons?.[opened.layer]?.[opened.index]?.focus();
  requestFrame(player);
}

/** @param {Player} player */
export function watchEditor(player) {
  const { elements } = player;
  elements.editorClose.onclick = () => closeEditor(player);
  elements.editorBack.onclick = () => {
    player.edited = null;
    player.edits += 1;
    showEditor(player);
    requestFrame(player);
  };
  elements.editor.onkeydown = (event) => event.key === "Escape" && closeEditor(player);
}
