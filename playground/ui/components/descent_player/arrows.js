// @ts-check
// The vectors of one update, at the point: parts head to tail, which add up to the step, and directions without a
// length of their own. Steps too short to be seen are enlarged, all by the same factor.

import { countText } from "../number_text.js";
import { colorOf } from "./theme.js";

/** @import { Area, UpdateTrace, PlacedArrow, Point, Theme } from "./types.d.ts" */

const SHORTEST_STEP = 24;
const ENLARGED_STEP = 56;
const DIRECTION_LENGTH = 46;
const LARGEST_FACTOR = 2000; // beyond it the point does not move, and arrows would show rounding
const ORDER = ["direction", "step", "part"]; // the step is broad, so that its parts can lie on it

/**
 * @param {Theme} theme
 * @param {number} index
 */
export function arrowColor(theme, index) {
  return colorOf(theme, index + 1); // the path has the first colour
}

/**
 * The arrows of an update in pixels, relative to its point, and the factor by which they are enlarged.
 *
 * @param {Pick<UpdateTrace, "arrows" | "read">} trace
 * @param {number} row
 * @param {Point} pixels - that one unit of each axis takes
 * @returns {{ placed: PlacedArrow[], factor: number }}
 */
export function arrowsOf(trace, row, pixels) {
  const vectors = trace.arrows.map(({ kind, name }, index) => {
    const [x, y] = [trace.read(name, row, 0) * pixels[0], -trace.read(name, row, 1) * pixels[1]];
    return { kind, index, x, y, size: Math.hypot(x, y) };
  });
  const factor = enlargement(vectors);
  if (factor > LARGEST_FACTOR) return { placed: [], factor };
  /** @type {PlacedArrow[]} */
  const placed = [];
  /** @type {Point} */
  let tail = [0, 0];
  for (const { kind, index, x, y, size } of vectors) {
    if (!(size > 0) || !Number.isFinite(size)) continue;
    const scale = kind === "direction" ? DIRECTION_LENGTH / size : factor;
    /** @type {Point} */
    const from = kind === "part" ? tail : [0, 0];
    /** @type {Point} */
    const to = [from[0] + x * scale, from[1] + y * scale];
    if (kind === "part") tail = to;
    placed.push({ kind, index, from, to });
  }
  placed.sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  return { placed, factor };
}

/** @param {{ kind: string, size: number }[]} vectors */
function enlargement(vectors) {
  const lengthy = vectors.filter(({ kind, size }) => kind !== "direction" && Number.isFinite(size));
  const longest = Math.max(0, ...lengthy.map(({ size }) => size));
  const length = lengthy.find(({ kind }) => kind === "step")?.size ?? longest;
  return longest > 0 && length < SHORTEST_STEP ? Math.max(1, ENLARGED_STEP / longest) : 1;
}

/** @param {number} factor */
export function factorText(factor) {
  if (factor < 1.05) return "";
  if (factor > LARGEST_FACTOR) return "steps too small to show";
  return `arrows × ${factor < 10 ? factor.toFixed(1) : countText(+factor.toPrecision(2))}`;
}

const NOTE = { width: 240, height: 64 };

/**
 * The corner in which `factorText` is written: the upper right one, or the lower right one where the start and its name are
 * in the way, as on a phone.
 *
 * @param {Point} start in pixels
 * @param {Area} area
 * @returns {Point}
 */
export function notePlace([x, y], { left, top, width, height }) {
  const inTheWay = x > left + width - NOTE.width && y < top + NOTE.height;
  return [left + width, inTheWay ? top + height : top];
}
