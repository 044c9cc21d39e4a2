// What is shown, unpacked: the landscape as heights, each racer's path, and where a racer is at a moment of the descent.

function sceneOf(data) {
  const narration = data.narration && unpackNarration(data.narration, data.coordinates.length);
  const paths = data.paths.map((path) => unpackPath(path, narration));
  return {
    coordinates: data.coordinates,
    window: data.window,
    landscape: unpackLandscape(data.landscape),
    paths,
    narration: paths.length === 1 ? narration : null,
    plane: data.plane,
    minima: data.minima,
    fit: data.fit,
    alt: data.alt,
    pickable: data.pickable,
    start: [paths[0].points[0], paths[0].points[1]],
    last: Math.max(...paths.map((path) => path.last)),
  };
}

const TOP = 65534;

function unpackLandscape({ size, heights, low, scale, span }) {
  const sent = uint16(heights);
  const holes = Uint8Array.from(sent, (height) => height > TOP); // the function has no value there
  return { size, heights: Float32Array.from(sent, (height) => Math.min(height, TOP) / TOP), holes, low, scale, span };
}

function unpackPath({ name, label, last, stride, points, losses, diverged_at: divergedAt }, narration) {
  const unpacked = float32(losses);
  const steps = Int32Array.from(unpacked, (_, row) => Math.min(row * stride, last));
  return { name, label, last, stride, steps, points: points ? float32(points) : narration.points(unpacked.length), losses: unpacked, divergedAt };
}

function unpackNarration({ lines, arrows, numbers, arrays }, dimension) {
  const unpacked = {};
  for (const [name, { columns, values }] of Object.entries(arrays)) unpacked[name] = { columns, values: float32(values) };
  const read = (name, row, column) => {
    const { of, shift, sign, quotient } = numbers[name];
    if (quotient) return read(quotient[0], row, column) / read(quotient[1], row, column);
    const { columns, values } = unpacked[of];
    return sign * values[(row + shift) * columns + (columns === 1 ? 0 : column)];
  };
  // The first two coordinates of all points, which are among the arrays.
  const points = (rows) => {
    const { columns, values } = unpacked.points;
    return Float32Array.from({ length: 2 * rows }, (_, index) => values[(index >> 1) * columns + (columns === 1 ? 0 : index & 1)]);
  };
  return { lines, arrows, dimension, read, points, known: (name) => name in numbers };
}

// The row that is reached at a step, which may lie between two steps; a path that ended stays at its last row.
function rowAt(path, position) {
  if (position >= path.last) return path.steps.length - 1;
  return Math.max(0, Math.floor(position / path.stride + 1e-9));
}

// The row whose update is told: at the last point, where no step follows, it is the step that led there.
function toldRow(path, row) {
  return Math.max(0, Math.min(row, path.steps.length - 2));
}

// The way from that row to the next one that is done, 0 to 1.
function shareAt(path, position, row) {
  if (row >= path.steps.length - 1) return 0;
  return clamp((position - path.steps[row]) / (path.steps[row + 1] - path.steps[row]), 0, 1);
}

function lossText(loss) {
  return `loss ${numberText(loss)}`;
}

function stepText(count) {
  return `step ${countText(count)}`;
}

// The height at a place of the map, both numbers from 0 to 1.
function heightAt({ size, heights }, across, up) {
  const x = clamp(across, 0, 1) * (size - 1);
  const y = clamp(up, 0, 1) * (size - 1);
  const column = Math.min(size - 2, Math.floor(x));
  const row = Math.min(size - 2, Math.floor(y));
  const corner = row * size + column;
  const lower = heights[corner] + (heights[corner + 1] - heights[corner]) * (x - column);
  const upper = heights[corner + size] + (heights[corner + size + 1] - heights[corner + size]) * (x - column);
  return lower + (upper - lower) * (y - row);
}

function isHole({ size, holes }, across, up) {
  const [column, row] = [across, up].map((share) => Math.round(clamp(share, 0, 1) * (size - 1)));
  return holes[row * size + column] === 1;
}

function lossAt(landscape, across, up) {
  return landscape.low + landscape.scale * Math.expm1(heightAt(landscape, across, up) * landscape.span);
}
