// @ts-check
// A figure comes in the light theme's colours; on a dark page each is replaced by its counterpart.

import { contextOf } from "../dom.js";

/** @param {Element} element */
export function isDark(element) {
  const context = contextOf(document.createElement("canvas"));
  context.fillStyle = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const color = String(context.fillStyle);
  const [red, green, blue] = [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}

/**
 * @param {string} text
 * @param {Record<string, string>} colors - by the one that each replaces, in lower case
 */
export function recolored(text, colors) {
  return text.replace(/#[0-9a-f]{6}/gi, (color) => colors[color.toLowerCase()] ?? color);
}
