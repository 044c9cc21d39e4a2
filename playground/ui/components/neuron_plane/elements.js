// @ts-check
// The elements of the markup that the script moves.

import { find } from "../dom.js";

/** @import { Elements } from "./types.d.ts" */

/**
 * @param {ParentNode} parent
 * @returns {Elements}
 */
export function elementsOf(parent) {
  const element = (/** @type {string} */ selector) => find(parent, selector, HTMLElement);
  const button = (/** @type {string} */ selector) => find(parent, selector, HTMLButtonElement);
  return {
    root: element(".neuron-plane"), picture: element(".picture"), field: element(".field"), map: find(parent, ".map", HTMLCanvasElement),
    handles: { first: button(".first"), second: button(".second"), move: button(".move"), tip: button(".tip"), point: button(".point") },
    low: element(".low"), high: element(".high"), where: element(".where"), sum: element(".sum"), sumResult: element(".sum-result"), outputRule: element(".output-rule"), output: element(".output"),
    fields: element(".fields"), verdict: element(".verdict"), count: element(".count"), why: element(".why"),
    learning: element(".learning"), learn: button(".learn"), step: button(".step"), undo: button(".undo"),
    track: element(".track"), scrub: find(parent, ".scrub", HTMLInputElement), loss: element(".loss"),
    outside: element(".outside"), bring: button(".bring"), status: element(".status"),
  };
}
