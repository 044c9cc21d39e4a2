// @ts-check
// The colours of the page's theme, and the landscape's palette: cool valleys, warm heights, pale by day, deep by night,
// so that paths in the theme's chart colours stand out on it.

import { clamp } from "../clamp.js";
import { mix, readPageTheme, rgbOf, withAlpha } from "../theme.js";

/** @import { Theme } from "./types.d.ts" */

const LIGHT_RAMP = ["#a9c6de", "#c3dae3", "#dde8e2", "#f1eee0", "#f7e6cf", "#f3d6bd", "#e9c3ae"];
const DARK_RAMP = ["#1d5566", "#1a4560", "#1c3654", "#232d4c", "#2d2747", "#372442", "#42243d"];
export const RAMP_SIZE = 1024;
export const BANDS = 16;

/** @type {Map<boolean, Float32Array>} */
const ramps = new Map();

/**
 * A colour for each height: mostly one tone a band, and a little of the smooth change within it.
 *
 * @param {boolean} dark
 */
function rampOf(dark) {
  const stops = (dark ? DARK_RAMP : LIGHT_RAMP).map(rgbOf);
  const at = (/** @type {number} */ height) => {
    const place = clamp(height, 0, 1) * (stops.length - 1);
    const stop = Math.min(stops.length - 2, Math.floor(place));
    return mix(stops[stop], stops[stop + 1], place - stop);
  };
  const ramp = new Float32Array(RAMP_SIZE * 3);
  for (let index = 0; index < RAMP_SIZE; index++) {
    const height = index / (RAMP_SIZE - 1);
    const banded = (Math.min(BANDS - 1, Math.floor(height * BANDS)) + 0.5) / BANDS;
    ramp.set(mix(at(height), at(banded), 0.6), index * 3);
  }
  return ramp;
}

/** @param {boolean} dark */
function keptRamp(dark) {
  const ramp = ramps.get(dark) ?? rampOf(dark);
  ramps.set(dark, ramp);
  return ramp;
}

/**
 * @param {Element} element
 * @returns {Theme}
 */
export function readTheme(element) {
  const page = readPageTheme(element);
  const { dark } = page;
  return {
    ...page,
    ramp: keptRamp(dark),
    // What surrounds a path on the landscape: a rim of the page's colour keeps it apart from the isolines.
    halo: withAlpha(dark ? "#0b0e16" : "#ffffff", 0.75),
    line: dark ? [255, 255, 255, 0.13] : [36, 52, 84, 0.2],
    relief: dark ? 0.2 : 0.08,
  };
}

/**
 * The colour of a contestant; the theme has paler ones from the seventh on.
 *
 * @param {Theme} theme
 * @param {number} index
 */
export function colorOf(theme, index) {
  return theme.colors[index % theme.colors.length];
}
