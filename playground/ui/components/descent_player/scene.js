// @ts-check
// What is shown, unpacked: the landscape as heights, each contestant's path, and the arithmetic of each update.

import { packedFloat32, packedMap } from "../decode.js";

/** @import { Landscape, LandscapeData, UpdateTrace, UpdateTraceData, Path, PathData, PlayerData, Scene } from "./types.d.ts" */

const TOP = 65534; // a height of 1; above it the function has no value

/**
 * @param {PlayerData} data
 * @returns {Scene}
 */
export function sceneOf(data) {
  const trace = data.trace && unpackUpdateTrace(data.trace);
  const paths = data.paths.map((path) => unpackPath(path, trace));
  return {
    coordinates: data.coordinates,
    window: data.window,
    landscape: unpackLandscape(data.landscape),
    paths,
    trace: paths.length === 1 ? trace : null,
    plane: data.plane,
    minima: data.minima,
    fit: data.fit,
    alt: data.alt,
    pickable: data.pickable,
    start: [paths[0].points[0], paths[0].points[1]],
    last: Math.max(...paths.map((path) => path.last)),
  };
}

/**
 * @param {LandscapeData} data
 * @returns {Landscape}
 */
function unpackLandscape({ size, heights, low, scale, span }) {
  const sent = packedMap(heights, size);
  const holes = Uint8Array.from(sent, (height) => +(height > TOP));
  return { size, heights: Float32Array.from(sent, (height) => Math.min(height, TOP) / TOP), holes, low, scale, span };
}

/**
 * @param {PathData} data
 * @param {UpdateTrace | null} trace
 * @returns {Path}
 */
function unpackPath({ name, label, last, stride, points, losses, diverged_at: divergedAt }, trace) {
  const unpacked = packedFloat32(losses);
  const steps = Int32Array.from(unpacked, (_, row) => Math.min(row * stride, last));
  const places = points === null ? trace?.points(unpacked.length) : packedFloat32(points, 2);
  if (!places) throw new Error(`Expected points of "${label}" in its path or in the trace, found none.`);
  return { name, label, last, stride, steps, points: places, losses: unpacked, divergedAt };
}

/**
 * @param {UpdateTraceData} data
 * @returns {UpdateTrace}
 */
function unpackUpdateTrace({ lines, arrows, numbers, arrays }) {
  /** @type {Record<string, { columns: number, values: Float32Array }>} */
  const unpacked = {};
  for (const [name, { columns, values }] of Object.entries(arrays)) unpacked[name] = { columns, values: packedFloat32(values, columns) };
  /** @type {UpdateTrace["read"]} */
  const read = (name, row, column) => {
    const source = numbers[name];
    if ("quotient" in source) return read(source.quotient[0], row, column) / read(source.quotient[1], row, column);
    const { columns, values } = unpacked[source.of];
    return source.sign * values[(row + source.shift) * columns + (columns === 1 ? 0 : column)];
  };
  /** @type {UpdateTrace["points"]} */
  const points = (rows) => {
    const { columns, values } = unpacked.points;
    return Float32Array.from({ length: 2 * rows }, (_, index) => values[(index >> 1) * columns + (columns === 1 ? 0 : index & 1)]);
  };
  return { lines, arrows, read, points };
}
