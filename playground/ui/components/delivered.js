// @ts-check
// Networks that a page has been sent: one component brings them, others read with them.

/** @import { Network } from "./evaluation/types.d.ts" */

const KEPT = 4; // the refusing network and the last ones that were chosen

/** @returns {Map<string, Network>} */
function networks() {
  const page = /** @type {{ playgroundNetworks?: Map<string, Network> }} */ (globalThis);
  return (page.playgroundNetworks ??= new Map());
}

/**
 * Keeps a network under its key.
 *
 * @param {string} key
 * @param {Network} network
 */
export function keepNetwork(key, network) {
  const all = networks();
  all.delete(key);
  all.set(key, network);
  for (const oldest of [...all.keys()].slice(0, -KEPT)) all.delete(oldest);
}

/**
 * The network of that key; undefined while it has not arrived.
 *
 * @param {string} key
 */
export function deliveredNetwork(key) {
  return networks().get(key);
}
