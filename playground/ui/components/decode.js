// @ts-check
// Arrays as they travel: base64 of little-endian numbers.

/** @param {string} text */
function bufferOf(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return bytes.buffer;
}

/** @param {string} text */
export function float32(text) {
  return new Float32Array(bufferOf(text));
}

/** @param {string} text */
export function uint16(text) {
  return new Uint16Array(bufferOf(text));
}
