// @ts-check

/**
 * Numbers as `packed` of figures/encoded_arrays.py sends them, from the definition of a second difference.
 *
 * @param {Float32Array | Uint16Array} numbers
 * @param {number} columns
 * @param {boolean} [across] whether neighbours in a row are subtracted, too
 */
export function packed(numbers, columns, across = false) {
  const bits = 8 * numbers.BYTES_PER_ELEMENT, rows = numbers.length / columns;
  const words = bits === 16 ? new Uint16Array(numbers.buffer) : new Uint32Array(numbers.buffer);
  const at = (/** @type {number} */ row, /** @type {number} */ column) => (row < 0 || column < 0 ? 0n : BigInt(words[row * columns + column]));
  const down = (/** @type {number} */ row, /** @type {number} */ column) => at(row, column) - 2n * at(row - 1, column) + at(row - 2, column);
  const bytes = new Uint8Array(numbers.buffer.byteLength);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const exact = across ? down(row, column) - 2n * down(row, column - 1) + down(row, column - 2) : down(row, column);
      const signed = BigInt.asIntN(bits, exact);
      const folded = BigInt.asUintN(bits, signed < 0n ? -2n * signed - 1n : 2n * signed);
      for (let place = 0; place < numbers.BYTES_PER_ELEMENT; place++) {
        bytes[place * numbers.length + row * columns + column] = Number((folded >> BigInt(8 * place)) & 255n);
      }
    }
  }
  return Buffer.from(bytes).toString("base64");
}
