// @ts-check

import { find } from "../dom.js";

/** @import { Elements } from "./types.d.ts" */

/**
 * The parts of `markup.html` that the player changes.
 *
 * @param {ParentNode} parent
 * @returns {Elements}
 */
export function elementsOf(parent) {
  const element = (/** @type {string} */ selector) => find(parent, selector, HTMLElement);
  const button = (/** @type {string} */ selector) => find(parent, selector, HTMLButtonElement);
  const canvas = (/** @type {string} */ selector) => find(parent, selector, HTMLCanvasElement);
  return {
    player: element(".player"),
    picture: element(".picture"),
    canvas: canvas("canvas.map"),
    fit: canvas("canvas.fit"),
    timeline: canvas("canvas.timeline"),
    handle: element(".handle"),
    tip: element(".tip"),
    legend: element(".legend"),
    fitPanel: element(".fit-panel"),
    fitTitle: element(".fit-title"),
    viewMap: button(".view-map"),
    viewSpace: button(".view-3d"),
    first: button(".first"),
    back: button(".back"),
    play: button(".play"),
    forward: button(".forward"),
    speed: find(parent, "input.speed", HTMLInputElement),
    speedText: element(".speed-text"),
    step: element(".readout .step"),
    loss: element(".readout .loss"),
    trace: element(".update-trace"),
    heading: element(".heading"),
    numbers: element(".numbers"),
  };
}
