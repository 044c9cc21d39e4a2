// @ts-check

import { find } from "../dom.js";

/** @import { Elements } from "./types.d.ts" */

/**
 * The parts of `markup.html` that the graph changes.
 *
 * @param {ParentNode} parent
 * @returns {Elements}
 */
export function elementsOf(parent) {
  const element = (/** @type {string} */ selector) => find(parent, selector, HTMLElement);
  const button = (/** @type {string} */ selector) => find(parent, selector, HTMLButtonElement);
  const input = (/** @type {string} */ selector) => find(parent, selector, HTMLInputElement);
  return {
    graph: element(".graph"),
    board: element(".board"),
    stage: element(".stage"),
    zoom: element(".zoom"),
    in: button(".in"),
    out: button(".out"),
    whole: button(".whole"),
    svg: find(parent, "svg.picture", SVGSVGElement),
    controls: element(".controls"),
    first: button(".first"),
    back: button(".back"),
    play: button(".play"),
    forward: button(".forward"),
    timeline: input(".timeline"),
    speed: input(".speed"),
    speedText: element(".speed-text"),
    step: element(".step"),
    phase: element(".phase"),
    title: element(".title"),
    count: element(".count"),
    lines: element(".lines"),
    check: element(".check"),
    checkTitle: element(".check-title"),
    checkBody: element(".check-body"),
    close: button(".close"),
  };
}
