// @ts-check
// Arrays as they travel, see figures/encoded_arrays.py: base64 of little-endian numbers, some of them packed.

const SHAVES = 2;

/** @param {string} text */
function bytesOf(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

/** @param {string} text */
export function float32(text) {
  return new Float32Array(bytesOf(text).buffer);
}

/**
 * @param {string} text
 * @param {number} [columns]
 */
export function packedFloat32(text, columns = 1) {
  const planes = bytesOf(text);
  const words = joined(planes, new Uint32Array(planes.length / 4));
  addUp(words, columns);
  return new Float32Array(words.buffer);
}

/**
 * A map: neighbours in a row are alike, too.
 *
 * @param {string} text
 * @param {number} columns
 */
export function packedMap(text, columns) {
  const planes = bytesOf(text);
  const words = joined(planes, new Uint16Array(planes.length / 2));
  for (let shave = 0; shave < SHAVES; shave++) {
    for (let index = 0; index < words.length; index++) if (index % columns) words[index] += words[index - 1];
  }
  addUp(words, columns);
  return words;
}

/**
 * The words whose lowest bytes come first, the sign of each moved back from its lowest bit.
 *
 * @template {Uint16Array | Uint32Array} Words
 * @param {Uint8Array} planes
 * @param {Words} words
 */
function joined(planes, words) {
  const bits = 8 * words.BYTES_PER_ELEMENT;
  for (let index = 0; index < words.length; index++) {
    let word = 0;
    for (let bit = 0; bit < bits; bit += 8) word |= planes[index + (bit / 8) * words.length] << bit;
    words[index] = (word >>> 1) ^ -(word & 1);
  }
  return words;
}

/**
 * Sums down the columns, wrapping round as the differences did.
 *
 * @param {Uint16Array | Uint32Array} words
 * @param {number} columns
 */
function addUp(words, columns) {
  for (let shave = 0; shave < SHAVES; shave++) {
    for (let index = columns; index < words.length; index++) words[index] += words[index - columns];
  }
}
