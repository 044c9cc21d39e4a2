// @ts-check
// How the steps follow each other: by the buttons, and by themselves while it plays.

import { clamp } from "../clamp.js";
import { closeCheck } from "./check.js";
import { BOX, placeOf } from "./picture.js";
import { showStep } from "./steps.js";

/** @import { Graph } from "./types.d.ts" */

const STEPS_A_SECOND = 1.2;
const MOST_IN_VIEW = 6; // lit nodes: the picture does not scroll for more

/**
 * @param {Graph} graph
 * @param {number} position
 */
export function seek(graph, position) {
  graph.position = clamp(position, 0, Math.max(graph.data.steps.length - 1, 0));
  showStep(graph);
  bringIntoView(graph);
}

/**
 * On a phone the picture is wider than the screen: it follows what is lit.
 *
 * @param {Graph} graph
 */
function bringIntoView({ elements: { scroll, svg }, data, position }) {
  const lit = data.steps[position]?.nodes ?? [];
  if (!lit.length || lit.length > MOST_IN_VIEW || scroll.scrollWidth <= scroll.clientWidth) return;
  const scale = svg.clientWidth / svg.viewBox.baseVal.width;
  const middle = placeOf(data.nodes[lit[0]]).x * scale + (BOX.width * scale) / 2;
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  scroll.scrollTo({ left: middle - scroll.clientWidth / 2, behavior });
}

/** @param {Graph} graph */
export function pause(graph) {
  clearTimeout(graph.timer);
  graph.playing = false;
  showStep(graph);
}

/** @param {Graph} graph */
export function play(graph) {
  if (graph.position >= graph.data.steps.length - 1) graph.position = 0;
  closeCheck(graph);
  graph.playing = true;
  seek(graph, graph.position);
  scheduleStep(graph);
}

/** @param {Graph} graph */
export function scheduleStep(graph) {
  clearTimeout(graph.timer);
  graph.timer = setTimeout(() => {
    if (graph.position >= graph.data.steps.length - 1) {
      pause(graph);
      return;
    }
    seek(graph, graph.position + 1);
    scheduleStep(graph);
  }, 1000 / (STEPS_A_SECOND * 2 ** graph.speed));
}
