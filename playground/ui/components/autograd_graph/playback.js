// @ts-check
// How the steps follow each other: by the buttons, and by themselves while it plays.

import { clamp } from "../clamp.js";
import { followLit } from "./camera.js";
import { closeCheck } from "./check.js";
import { showStep } from "./steps.js";

/** @import { Graph } from "./types.d.ts" */

const STEPS_A_SECOND = 0.6; // a step is a neuron, with its arithmetic to read

/**
 * @param {Graph} graph
 * @param {number} position
 */
export function seek(graph, position) {
  graph.position = clamp(position, 0, Math.max(graph.data.steps.length - 1, 0));
  showStep(graph);
  followLit(graph);
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
