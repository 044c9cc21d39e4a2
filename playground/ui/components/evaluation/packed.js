// @ts-check
// A network as it travels: the length of a JSON text, that text, and float32 numbers, all little-endian.

import { networkOf } from "./layers.js";

/** @import { Network } from "./types.d.ts" */

/**
 * @param {Uint8Array} bytes - what `pack` in `playground/digits/layer_description.py` gives
 * @returns {{ key: string, network: Network }}
 */
export function unpacked(bytes) {
  const { buffer } = bytes.slice(); // at the beginning of a buffer of its own, as float32 numbers must be
  const length = new DataView(buffer).getUint32(0, true);
  const { key, layers } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  return { key, network: networkOf(layers, new Float32Array(buffer, 4 + length)) };
}
