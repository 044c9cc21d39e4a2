// @ts-check
// A network as it travels: the length of a JSON text, that text, and float32 numbers, all little-endian.

import { networkOf } from "./layers.js";

/** @import { Layer, Network } from "./types.d.ts" */

/**
 * @param {Uint8Array} bytes
 * @returns {{ key: string, layers: Layer[], length: number }}
 */
function described(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return { ...JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))), length };
}

/** @param {Uint8Array} bytes */
export function keyOf(bytes) {
  return described(bytes).key;
}

/**
 * @param {Uint8Array} bytes - what `pack_network` in `playground/digits/layer_description.py` gives
 * @returns {{ key: string, network: Network }}
 */
export function unpacked(bytes) {
  const { key, layers, length } = described(bytes);
  const { buffer } = bytes.slice(4 + length); // at the beginning of a buffer of its own, as float32 numbers must be
  return { key, network: networkOf(layers, new Float32Array(buffer)) };
}
