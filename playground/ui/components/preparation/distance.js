// @ts-check
// The exact Euclidean distance transform, in whole numbers: squares of distances in pixels.

/**
 * Of each pixel the square of the distance to the nearest one outside, 0 for one that is outside itself.
 *
 * Where no pixel is outside, SciPy's `distance_transform_edt` measures to a pixel above the first one; so does this.
 *
 * @param {Uint8Array} inside - `(height, width)`, 1 or 0
 * @param {number} width
 * @param {number} height
 */
export function squaredDistances(inside, width, height) {
  const far = width + height; // farther than any pixel that is there
  const above = new Int32Array(width * height); // pixels to the nearest one outside in the same column
  let any = false;
  for (let column = 0; column < width; column++) {
    let steps = far;
    for (let at = column; at < inside.length; at += width) above[at] = steps = inside[at] ? steps + 1 : 0;
    steps = far;
    for (let at = inside.length - width + column; at >= 0; at -= width) {
      steps = inside[at] ? steps + 1 : 0;
      if (steps < above[at]) above[at] = steps;
      if (!steps) any = true;
    }
  }
  const squares = new Float64Array(width * height);
  const rows = new Lowest(width);
  for (let row = 0; row < height; row++) {
    if (any) rows.fill(above, squares, row * width);
    else for (let column = 0; column < width; column++) squares[row * width + column] = (row + 1) ** 2 + column ** 2;
  }
  return squares;
}

/** The lowest of the parabolas `(x - column)² + above(column)²` at every pixel of a row (Felzenszwalb and Huttenlocher). */
class Lowest {
  /** @param {number} width */
  constructor(width) {
    this.width = width;
    this.columns = new Int32Array(width);
    this.starts = new Float64Array(width + 1);
  }

  /**
   * @param {Int32Array} above
   * @param {Float64Array} squares - where the row's pixels go
   * @param {number} place - of the row's first pixel
   */
  fill(above, squares, place) {
    const { columns, starts, width } = this;
    let last = 0;
    [columns[0], starts[0], starts[1]] = [0, -Infinity, Infinity];
    for (let column = 1; column < width; column++) {
      const height = column ** 2 + above[place + column] ** 2;
      let meeting = -Infinity;
      for (;;) {
        const other = columns[last];
        meeting = (height - other ** 2 - above[place + other] ** 2) / (2 * (column - other));
        if (meeting > starts[last]) break;
        last -= 1;
      }
      last += 1;
      [columns[last], starts[last], starts[last + 1]] = [column, meeting, Infinity];
    }
    for (let column = 0, at = 0; column < width; column++) {
      while (starts[at + 1] < column) at += 1;
      squares[place + column] = (column - columns[at]) ** 2 + above[place + columns[at]] ** 2;
    }
  }
}
