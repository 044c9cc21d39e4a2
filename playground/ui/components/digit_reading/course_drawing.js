// @ts-check
// The answers over the time under the pen: of each digit that was the answer its probability, one over the other.

import { drawOn, fitted } from "../canvas.js";
import { answersOf, courseText } from "./course.js";

/** @import { PageTheme, Size } from "../shared.d.ts" */
/** @import { Course, Elements } from "./types.d.ts" */

const LABELS = 16; // pixels below for the strokes' names
const OTHER = "rgba(128, 136, 158, 0.55)"; // as the bars that are not the answer
const ROOM = 16; // pixels that a digit needs within its area

/**
 * @param {Elements} elements
 * @param {Course} course
 * @param {PageTheme} theme
 */
export function showCourse({ course: place, courseCanvas: canvas }, course, theme) {
  place.hidden = course.moments.length < 2;
  if (place.hidden) return;
  const size = fitted(canvas, 20);
  if (!size) return;
  canvas.setAttribute("aria-label", `The answers while the pen moved. ${courseText(course)}`);
  drawOn(canvas, size, (context) => draw(context, size, course, theme));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Size} size
 * @param {Course} course
 * @param {PageTheme} theme
 */
function draw(context, size, { moments }, theme) {
  const height = size.height - LABELS;
  const place = (/** @type {number} */ index) => (size.width * index) / (moments.length - 1);
  context.fillStyle = theme.faint;
  context.fillRect(0, height, size.width, 1);
  const now = moments.at(-1)?.label ?? null;
  const digits = [...new Set(answersOf(moments).flatMap(({ label }) => (label === null ? [] : [label])))];
  digits.sort((first, second) => Number(second === now) - Number(first === now));
  let below = moments.map(() => 0);
  for (const digit of digits) {
    const above = below.map((share, index) => share + moments[index].probabilities[digit]);
    context.fillStyle = digit === now ? theme.colors[0] : OTHER;
    context.beginPath();
    above.forEach((share, index) => context.lineTo(place(index), height * (1 - share)));
    for (let index = moments.length - 1; index >= 0; index--) context.lineTo(place(index), height * (1 - below[index]));
    context.fill();
    below = above;
  }
  nameAnswers(context, height, moments, place, theme);
  nameStrokes(context, size, moments, place, theme);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} height
 * @param {Course["moments"]} moments
 * @param {(index: number) => number} place
 * @param {PageTheme} theme
 */
function nameAnswers(context, height, moments, place, theme) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `600 15px ${theme.font}`;
  for (const { label, first, last } of answersOf(moments)) {
    if (place(last) - place(first) < ROOM) continue;
    const refused = label === null;
    context.fillStyle = refused ? theme.muted : label === moments.at(-1)?.label ? "#ffffff" : theme.text;
    if (!refused && label === moments.at(-1)?.label && theme.dark) context.fillStyle = theme.background;
    context.fillText(refused ? "?" : String(label), (place(first) + place(last)) / 2, height - 12);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Size} size
 * @param {Course["moments"]} moments
 * @param {(index: number) => number} place
 * @param {PageTheme} theme
 */
function nameStrokes(context, size, moments, place, theme) {
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.font = `12px ${theme.font}`;
  moments.forEach(({ stroke }, index) => {
    if (index && moments[index - 1].stroke === stroke) return;
    const left = index ? (place(index - 1) + place(index)) / 2 : 0;
    const next = moments.findIndex((moment, at) => at > index && moment.stroke !== stroke);
    const right = next < 0 ? size.width : place(next);
    if (index) {
      context.fillStyle = theme.background;
      context.fillRect(left - 1, 0, 2, size.height - LABELS);
    }
    context.fillStyle = theme.muted;
    const name = [`stroke ${stroke}`, String(stroke)].find((text) => context.measureText(text).width + 6 < right - left);
    if (name) context.fillText(name, left + (index ? 2 : 0), size.height - 3);
  });
}
