// @ts-check
// The buttons, the sliders and the keys; a click on a leaf opens its check.

import { showView, watchDrag, zoom } from "./camera.js";
import { closeCheck, showCheck } from "./check.js";
import { pause, play, scheduleStep, seek } from "./playback.js";

/** @import { Graph } from "./types.d.ts" */

/** @param {Graph} graph */
export function watchControls(graph) {
  const { elements } = graph;
  const go = (/** @type {number} */ position) => {
    closeCheck(graph);
    pause(graph);
    seek(graph, position);
  };
  elements.play.onclick = () => (graph.playing ? pause(graph) : play(graph));
  elements.first.onclick = () => go(0);
  elements.back.onclick = () => go(graph.position - 1);
  elements.forward.onclick = () => go(graph.position + 1);
  elements.timeline.oninput = () => go(+elements.timeline.value);
  elements.close.onclick = () => closeCheck(graph);
  elements.speed.oninput = () => {
    graph.speed = +elements.speed.value;
    elements.speedText.textContent = `${2 ** graph.speed}×`;
    elements.speed.setAttribute("aria-valuetext", elements.speedText.textContent);
    if (graph.playing) scheduleStep(graph);
  };
  elements.in.onclick = () => zoom(graph, 1);
  elements.out.onclick = () => zoom(graph, -1);
  elements.whole.onclick = () => {
    graph.view = null;
    showView(graph);
  };
  elements.svg.onclick = (event) => {
    if (!graph.dragged) toggleCheck(graph, leafOf(event));
  };
  elements.svg.addEventListener("focusin", (event) => lookAtFocused(graph, event));
  watchDrag(graph);
}

/** @param {Graph} graph */
export function watchKeys(graph) {
  const { elements } = graph;
  elements.graph.onkeydown = (event) => {
    const leaf = leafOf(event);
    if (leaf && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      toggleCheck(graph, leaf);
    } else if (event.key === "Escape") closeCheck(graph);
    else if (leaf && event.key === "ArrowRight") elements.forward.click();
    else if (leaf && event.key === "ArrowLeft") elements.back.click();
  };
}

/**
 * While it is zoomed in, the keyboard's focus may lie outside of the box.
 *
 * @param {Graph} graph
 * @param {Event} event
 */
function lookAtFocused(graph, event) {
  const leaf = leafOf(event);
  const box = graph.boxes.find(({ group }) => group === leaf);
  if (!graph.view || !box || !box.shape.matches(":focus-visible")) return;
  graph.view.center = [box.node.x + box.node.width / 2, box.node.y];
  showView(graph);
}

/**
 * The leaf on the picture that an event happened on.
 *
 * @param {Event} event
 */
function leafOf({ target }) {
  return target instanceof Element ? target.closest(".node.leaf") : null;
}

/**
 * @param {Graph} graph
 * @param {Element | null} leaf
 */
function toggleCheck(graph, leaf) {
  const index = graph.boxes.findIndex((box) => box.group === leaf);
  if (!graph.data.checks[index]) return;
  if (graph.chosen === index) {
    closeCheck(graph);
    return;
  }
  pause(graph);
  showCheck(graph, index);
}
