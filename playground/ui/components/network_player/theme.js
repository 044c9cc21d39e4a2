// @ts-check
// The colours of classes and signs: two or three of the page's chart colours, and the paper between them.

import { mix, readPageTheme, rgbOf } from "../theme.js";

/** @import { Theme } from "./types.d.ts" */

const TONES = [3, 0, 2]; // of the chart's colours: told apart with every kind of colour vision, by lightness too
const PAPER_SHARE = 0.04;

/**
 * @param {Element} element
 * @returns {Theme}
 */
export function readTheme(element) {
  const page = readPageTheme(element);
  const toneColors = TONES.map((index) => page.colors[index % page.colors.length]);
  const paper = mix(rgbOf(page.background), rgbOf(page.text), PAPER_SHARE);
  return { ...page, toneColors, tones: toneColors.map(rgbOf), paper };
}

/**
 * The colour of a sign: the first tone below 0, the second above.
 *
 * @param {Theme} theme
 * @param {number} value
 */
export function signColor({ toneColors }, value) {
  return toneColors[value < 0 ? 0 : 1];
}
