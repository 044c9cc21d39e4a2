// @ts-check
// Takes a network out of its bytes, once, and keeps it for the components that read with it.

import { deliveredNetwork, keepNetwork } from "../delivered.js";
import { keyOf, unpacked } from "../evaluation/packed.js";

/** @param {{ data: Uint8Array | null }} component */
export function mount({ data }) {
  if (!data) return;
  const key = keyOf(data);
  keepNetwork(key, deliveredNetwork(key) ?? unpacked(data).network);
}
