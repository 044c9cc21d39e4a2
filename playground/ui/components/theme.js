// @ts-check
// The colours of the page's theme, as a canvas needs them.

import { contextOf } from "./dom.js";

/** @import { PageTheme } from "./shared.d.ts" */

/** @type {CanvasRenderingContext2D | undefined} */
let colorProbe;

/**
 * Red, green and blue, 0 to 255, of any colour that CSS knows.
 *
 * @param {string} color
 */
export function rgbOf(color) {
  colorProbe ??= contextOf(document.createElement("canvas"), { willReadFrequently: true });
  colorProbe.fillStyle = "#888888";
  colorProbe.fillStyle = color;
  const text = String(colorProbe.fillStyle);
  if (text.startsWith("#")) return [1, 3, 5].map((start) => parseInt(text.slice(start, start + 2), 16));
  return (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/**
 * @param {string} color
 * @param {number} alpha
 */
export function withAlpha(color, alpha) {
  return `rgba(${rgbOf(color).join(", ")}, ${alpha})`;
}

/**
 * @param {number[]} first
 * @param {number[]} second
 * @param {number} share
 */
export function mix(first, second, share) {
  return first.map((value, index) => value + (second[index] - value) * share);
}

/**
 * @param {Element} element
 * @returns {PageTheme}
 */
export function readPageTheme(element) {
  const style = getComputedStyle(element);
  const read = (/** @type {string} */ name, /** @type {string} */ fallback) => {
    const value = style.getPropertyValue(name).trim();
    return value && value !== "unset" ? value : fallback;
  };
  const background = read("--st-background-color", "#ffffff");
  const [red, green, blue] = rgbOf(background);
  const dark = 0.3 * red + 0.59 * green + 0.11 * blue < 128;
  const colors = read("--st-chart-categorical-colors", "#3454d1,#d1495b,#0f8b6d,#b7791f,#7a4fc0,#2a7f9e");
  const text = read("--st-text-color", dark ? "#eeeeee" : "#222222");
  return {
    dark,
    background,
    text,
    muted: withAlpha(text, 0.62),
    faint: withAlpha(text, 0.16),
    font: read("--st-font", "sans-serif"),
    colors: colors.split(/,(?![^(]*\))/).map((color) => color.trim()),
  };
}

/**
 * The style sheet gives `element` a transition of its colour, which ends when the page's theme changes.
 *
 * @param {HTMLElement} element
 * @param {() => void} changed
 */
export function watchTheme(element, changed) {
  element.ontransitionend = (event) => {
    if (event.target === element && event.propertyName === "color") changed();
  };
}
