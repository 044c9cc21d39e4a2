// @ts-check
// How the answer changed while the pen moved.

/** @import { Answer, Course, Moment } from "./types.d.ts" */

const MOST = 1200; // moments that are kept
const LASTING = 3; // an answer of fewer moments is a passing one

/**
 * @param {{ strokes: number, version: number }} drawing
 * @returns {Course}
 */
export function noCourse({ strokes, version }) {
  return { moments: [], strokes, version };
}

/**
 * Adds what was read during a stroke, from 1.
 *
 * @param {Course} course
 * @param {number} stroke
 * @param {Answer} answer
 */
export function addMoment(course, stroke, { label, probabilities }) {
  course.strokes = stroke;
  course.moments.push({ stroke, label, probabilities });
  if (course.moments.length > MOST) course.moments = course.moments.filter((_, index) => index % 2);
}

/**
 * What was on the canvas before the first stroke that was seen, which lasts.
 *
 * @param {Course} course
 * @param {number} stroke
 * @param {Answer} answer
 */
export function beginWith(course, stroke, answer) {
  for (let times = 0; times < LASTING; times++) addMoment(course, stroke, answer);
}

/**
 * The course of the drawing that the page has now: without strokes that were undone, empty where others were not seen.
 *
 * @param {Course} course
 * @param {{ strokes: number, version: number }} drawing
 * @returns {Course}
 */
export function courseOf(course, { strokes, version }) {
  if (strokes > course.strokes || !strokes) return noCourse({ strokes, version });
  return { moments: course.moments.filter(({ stroke }) => stroke <= strokes), strokes, version };
}

/**
 * The answers one after another, each with its moments; those that passed at once are left out.
 *
 * @param {readonly Moment[]} moments
 */
export function answersOf(moments) {
  const found = /** @type {{ label: number | null, first: number, last: number }[]} */ ([]);
  moments.forEach(({ label }, index) => {
    const before = found.at(-1);
    if (before && before.label === label) before.last = index;
    else found.push({ label, first: index, last: index });
  });
  const lasting = found.filter(({ first, last }, index) => last - first + 1 >= LASTING || index === found.length - 1);
  return lasting.filter(({ label }, index) => label !== lasting[index - 1]?.label);
}

/**
 * Where the pen changed the answer for the last time, in a sentence; empty without readings.
 *
 * @param {Course} course
 */
export function courseText({ moments, strokes }) {
  const answers = answersOf(moments);
  const now = answers.at(-1);
  if (!now) return "";
  const before = answers.at(-2);
  if (!before) {
    return now.label === null ? "From the first touch on it did not look like one digit." : `From the first touch on it was read as ${articled(now.label)}.`;
  }
  const { stroke } = moments[now.first];
  const which = strokes > 1 ? `Stroke ${stroke}` : "The stroke";
  const share = shareOf(moments, now.first);
  const when = share > 5 ? `, ${share} % along its way` : "";
  if (now.label === null) return `${which} turned the ${before.label} into something that is no digit${when}.`;
  if (before.label === null) return `${which} made it ${articled(now.label)}${when}.`;
  return `${which} turned the ${before.label} into ${articled(now.label)}${when}.`;
}

/** @param {number} digit */
function articled(digit) {
  return `${digit === 8 ? "an" : "a"} ${digit}`;
}

/**
 * How far its stroke had come at a moment, in percent.
 *
 * @param {readonly Moment[]} moments
 * @param {number} index
 */
function shareOf(moments, index) {
  const { stroke } = moments[index];
  const first = moments.findIndex((moment) => moment.stroke === stroke);
  const length = moments.filter((moment) => moment.stroke === stroke).length;
  return Math.round((100 * (index - first)) / length);
}
