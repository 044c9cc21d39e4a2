// @ts-check

import { tickStep, ticks } from "d3-array";
import { tickFormat } from "d3-scale";
import { numberText } from "../number_text.js";

const LARGEST_WRITTEN_OUT = 1e6;

/**
 * Round numbers inside [low, high], 1, 2 or 5 times a power of ten apart, and no denser than `count` of them would be.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} count - above 0; need not be whole
 */
export function ticksOf(low, high, count) {
  const least = ((high - low) / count) * (1 - 1e-9);
  let asked = count;
  // D3 takes the nearest round step, which can be smaller than the room that a text needs.
  while (tickStep(low, high, asked) < least) asked *= 0.9;
  const format = tickFormat(low, high, asked, "f");
  const textOf = (/** @type {number} */ value) => (Math.abs(value) >= LARGEST_WRITTEN_OUT ? numberText(value, 2) : format(value));
  return ticks(low, high, asked).map((value) => ({ value, text: value === 0 ? "0" : textOf(value) }));
}
