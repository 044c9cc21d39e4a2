// @ts-check
// Draws an answer: the digit or why there is none, the image that was read, ten bars.

import { contextOf, find, make, setText } from "../dom.js";
import { percentText } from "../percent_text.js";
import { REFUSED, reasonText } from "./words.js";

/** @import { Answer, Elements, Kind } from "./types.d.ts" */

const DIGITS = 10;
const SIDE = 28;
const LINES = [0, 25, 50, 75, 100];

/**
 * @param {ParentNode} parent
 * @returns {Elements}
 */
export function elementsOf(parent) {
  const element = (/** @type {string} */ selector) => find(parent, selector, HTMLElement);
  const bars = element(".bars");
  if (!bars.childElementCount) bars.append(...axes());
  return {
    reading: element(".reading"),
    answer: element(".answer"),
    digit: element(".digit"),
    confidence: element(".confidence"),
    refusal: element(".refusal"),
    title: element(".refusal h2"),
    reason: element(".refusal p"),
    image: find(parent, ".image", HTMLCanvasElement),
    bars,
    course: element(".course"),
    courseCanvas: find(parent, ".course canvas", HTMLCanvasElement),
    sentence: element(".sentence"),
  };
}

/** Lines with their percentages, and ten columns: a bar, its percentage over it, its digit below. */
function axes() {
  const lines = LINES.map((percent) => {
    const line = make("div", "line", make("span", "", `${percent}\u00a0%`));
    line.style.setProperty("--at", String(percent / 100));
    return line;
  });
  const columns = Array.from({ length: DIGITS }, (_, digit) => make("div", "column", make("i", ""), make("b", ""), make("span", "", String(digit))));
  return [make("div", "plot", ...lines, ...columns), make("div", "name", "digit")];
}

/**
 * @param {Elements} elements
 * @param {Answer} answer
 * @param {readonly Kind[]} kinds
 * @param {string | null} alt - what the bars show; null while the pen is down: the digit and its percentage
 */
export function showAnswer(elements, answer, kinds, alt) {
  const { label, probabilities, kind } = answer;
  const refused = label === null && kind > 0;
  elements.reading.hidden = false;
  elements.answer.hidden = refused;
  elements.refusal.hidden = !refused;
  setText(elements.digit, label === null ? "–" : String(label));
  setText(elements.confidence, label === null ? "–" : percentText(100 * probabilities[label]));
  if (refused) {
    setText(elements.title, REFUSED);
    setText(elements.reason, reasonText(kinds, kind, alt === null));
  }
  showBars(elements.bars, label, probabilities);
  const said = label === null ? REFUSED : `${label} with ${percentText(100 * probabilities[label])}`;
  elements.bars.setAttribute("aria-label", alt ?? said);
  showImage(elements.image, answer.image);
}

/**
 * @param {HTMLElement} bars
 * @param {number | null} label
 * @param {readonly number[]} probabilities
 */
function showBars(bars, label, probabilities) {
  bars.querySelectorAll(".column").forEach((column, digit) => {
    if (!(column instanceof HTMLElement)) return;
    const percent = 100 * probabilities[digit];
    column.style.setProperty("--share", String(probabilities[digit]));
    column.classList.toggle("chosen", digit === label);
    column.title = `${digit}: ${percentText(percent)}`;
    setText(find(column, "b", HTMLElement), digit === label ? percentText(percent) : "");
  });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} image
 */
function showImage(canvas, image) {
  const context = contextOf(canvas);
  const pixels = context.createImageData(SIDE, SIDE);
  image.forEach((value, index) => pixels.data.set([value, value, value, 255], 4 * index));
  context.putImageData(pixels, 0, 0);
}
