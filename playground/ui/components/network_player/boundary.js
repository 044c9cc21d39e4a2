// @ts-check
// Where an output is 0: the line between two classes, by marching squares.

/**
 * Adds the line to the context's path.
 *
 * @param {Pick<CanvasRenderingContext2D, "moveTo" | "lineTo">} context
 * @param {Float32Array} values - `(grid * grid,)`, the first row on top
 * @param {number} grid
 * @param {number} cell - pixels of a cell
 */
export function traceBoundary(context, values, grid, cell) {
  const ends = new Float64Array(8);
  for (let row = 0; row < grid - 1; row++) {
    for (let column = 0; column < grid - 1; column++) {
      const at = row * grid + column;
      const count = crossings(values[at], values[at + 1], values[at + grid + 1], values[at + grid], ends);
      for (let end = 0; end + 1 < count; end += 2) {
        const x = (/** @type {number} */ index) => (column + 0.5 + ends[2 * index]) * cell;
        const y = (/** @type {number} */ index) => (row + 0.5 + ends[2 * index + 1]) * cell;
        context.moveTo(x(end), y(end));
        context.lineTo(x(end + 1), y(end + 1));
      }
    }
  }
}

/**
 * Where the line crosses the edges of a cell, clockwise from the top; `ends` becomes their places in it, 0 to 1.
 *
 * @param {number} topLeft
 * @param {number} topRight
 * @param {number} bottomRight
 * @param {number} bottomLeft
 * @param {Float64Array} ends
 */
function crossings(topLeft, topRight, bottomRight, bottomLeft, ends) {
  let count = 0;
  const add = (/** @type {number} */ x, /** @type {number} */ y) => {
    ends[2 * count] = x;
    ends[2 * count++ + 1] = y;
  };
  const above = [topLeft > 0, topRight > 0, bottomRight > 0, bottomLeft > 0];
  if (above[0] === above[1] && above[1] === above[2] && above[2] === above[3]) return 0;
  if (above[0] !== above[1]) add(topLeft / (topLeft - topRight), 0);
  if (above[1] !== above[2]) add(1, topRight / (topRight - bottomRight));
  if (above[2] !== above[3]) add(bottomLeft / (bottomLeft - bottomRight), 1);
  if (above[3] !== above[0]) add(0, topLeft / (topLeft - bottomLeft));
  return count;
}
