// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { addMoment, beginWith, answersOf, courseOf, courseText, noCourse } from "../../../../playground/ui/components/digit_reading/course.js";

/** @param {(number | null)[][]} strokes - the labels of each stroke's moments */
function courseWith(strokes) {
  const course = noCourse({ strokes: 0, version: 0 });
  strokes.forEach((labels, index) => {
    for (const label of labels) addMoment(course, index + 1, answer(label));
  });
  return course;
}

/** @param {number | null} label */
function answer(label) {
  return { label, probabilities: Array(10).fill(0.1), kind: label === null ? 2 : 0, image: new Uint8Array(784) };
}

const times = (/** @type {number | null} */ label, /** @type {number} */ count) => Array(count).fill(label);

test("it says which stroke changed the answer, and when", () => {
  assert.equal(courseText(courseWith([times(1, 9), [...times(1, 5), ...times(7, 5)]])), "Stroke 2 turned the 1 into a 7, 50 % along its way.");
  assert.equal(courseText(courseWith([[...times(null, 6), ...times(8, 4)]])), "The stroke made it an 8, 60 % along its way.");
  assert.equal(courseText(courseWith([times(3, 4), times(null, 6)])), "Stroke 2 turned the 3 into something that is no digit.");
  assert.equal(courseText(courseWith([times(4, 5)])), "From the first touch on it was read as a 4.");
  assert.equal(courseText(courseWith([times(null, 5)])), "From the first touch on it did not look like one digit.");
  assert.equal(courseText(noCourse({ strokes: 0, version: 0 })), "");
});

test("answers of one or two moments pass", () => {
  const course = courseWith([[...times(1, 9), 4, 4, ...times(1, 3), 9, ...times(7, 3)]]);
  assert.deepEqual(answersOf(course.moments).map(({ label }) => label), [1, 7]);
});

test("the last answer counts, however short", () => {
  assert.deepEqual(answersOf(courseWith([[...times(1, 9), 7]]).moments).map(({ label }) => label), [1, 7]);
});

test("undone strokes are forgotten, and a drawing with strokes that were not seen begins anew", () => {
  const course = courseWith([times(1, 4), times(7, 4)]);
  assert.equal(courseText(courseOf(course, { strokes: 1, version: 1 })), "From the first touch on it was read as a 1.");
  assert.equal(courseOf(course, { strokes: 3, version: 2 }).moments.length, 0);
  assert.equal(courseOf(course, { strokes: 0, version: 1 }).moments.length, 0);
  assert.equal(courseOf(course, { strokes: 2, version: 0 }).moments.length, 8);
});

test("what was on the canvas before is the beginning", () => {
  const course = noCourse({ strokes: 1, version: 3 });
  beginWith(course, 1, answer(5));
  for (const label of times(6, 8)) addMoment(course, 2, answer(label));
  assert.equal(courseText(course), "Stroke 2 turned the 5 into a 6.");
});

test("a long drawing keeps a bounded number of moments", () => {
  const course = courseWith([times(1, 5000)]);
  assert.ok(course.moments.length <= 1201 && course.moments.length > 500);
});
