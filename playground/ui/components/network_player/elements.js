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
  const input = (/** @type {string} */ selector) => find(parent, selector, HTMLInputElement);
  return {
    ...drawnElements(element, canvas),
    legendLow: element(".legend .low"),
    legendHigh: element(".legend .high"),
    showTest: input(".show-test"),
    discretised: input(".discretised"),
    testSwitch: element(".test-switch"),
    pens: element(".pens"),
    tools: element(".tools"),
    classes: element(".classes"),
    clear: button(".clear"),
    editor: element(".editor"),
    editorTitle: element(".editor-title"),
    editorRows: element(".editor-rows"),
    editorBack: button(".editor-back"),
    editorClose: button(".editor-close"),
    scale: button(".scale"),
    branches: element(".branches"),
    branchesHead: element(".branches-head"),
    others: element(".others"),
    saveNetwork: button(".save-network"),
    saveLosses: button(".save-losses"),
    first: button(".first"),
    back: button(".back"),
    play: button(".play"),
    forward: button(".forward"),
    speed: input(".speed"),
    speedText: element(".speed-text"),
    goOn: button(".go-on"),
    epoch: element(".readout .epoch"),
    losses: element(".readout .losses"),
    ended: element(".ended"),
    status: element(".status"),
  };
}

/**
 * @param {(selector: string) => HTMLElement} element
 * @param {(selector: string) => HTMLCanvasElement} canvas
 */
function drawnElements(element, canvas) {
  return {
    player: element(".player"),
    seen: element(".seen"),
    output: element(".panel.output"),
    network: element(".panel.network"),
    scroll: element(".scroll"),
    layers: element(".layers"),
    links: canvas(".links"),
    neurons: element(".neurons"),
    tip: element(".tip"),
    plane: canvas(".plane"),
    planeTitle: element(".plane-title"),
    reading: element(".reading"),
    legendBar: canvas(".legend-bar"),
    timeline: canvas(".timeline"),
  };
}
