// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arrowOf, countRight, lengthOf, lineOf, movedTo, pointed, rounded, stateOf, stretchedTo, sumAt, textOf, tipOf, turnedTo,
} from "../../../../playground/ui/components/neuron_plane/neuron.js";

/** @import { Point, State } from "../../../../playground/ui/components/neuron_plane/types.d.ts" */

const EXTENT = 6;
/** @type {State[]} */
const NEURONS = [
  { w1: 1, w2: 0, b: 2, x1: 0, x2: 0 },
  { w1: 0, w2: -3, b: 1, x1: 0, x2: 0 },
  { w1: -0.6, w2: 1, b: 1.5, x1: 2, x2: -1 },
  { w1: 8, w2: 8, b: -24, x1: 2, x2: 2 },
  { w1: -0.02, w2: 0.03, b: 0.05, x1: 0, x2: 0 },
];
const close = (/** @type {number} */ one, /** @type {number} */ other, tolerance = 1e-9) =>
  assert.ok(Math.abs(one - other) < tolerance, `${one} is not ${other}`);
const line = (/** @type {State} */ state) => {
  const found = lineOf(state, EXTENT);
  assert.ok(found);
  return found;
};

test("z is 0 all along the line, grows along its normal, and both ends are on the border", () => {
  for (const state of NEURONS) {
    const { first, second, middle, normal, length } = line(state);
    for (const point of [first, second, middle]) close(sumAt(state, point), 0);
    for (const end of [first, second]) close(Math.max(Math.abs(end[0]), Math.abs(end[1])), EXTENT);
    close(sumAt(state, [middle[0] + normal[0], middle[1] + normal[1]]), length);
  }
});

test("there is no line without weights, nor where it lies outside", () => {
  assert.equal(lineOf({ w1: 0, w2: 0, b: 1, x1: 0, x2: 0 }, EXTENT), null);
  assert.equal(lineOf({ w1: 1, w2: 0, b: 7, x1: 0, x2: 0 }, EXTENT), null);
  assert.equal(lineOf({ w1: 1, w2: 1, b: 12.5, x1: 0, x2: 0 }, EXTENT), null);
});

test("moving the line changes the bias alone", () => {
  for (const state of NEURONS) {
    const moved = movedTo(state, [2, -3]);
    close(sumAt(moved, [2, -3]), 0);
    assert.deepEqual([moved.w1, moved.w2], [state.w1, state.w2]);
  }
});

test("turning an end keeps the length of the weights and the middle, and the end follows all the way round", () => {
  for (const state of NEURONS) {
    for (const second of [false, true]) {
      const before = line(state);
      const end = second ? before.second : before.first;
      const [dx, dy] = [end[0] - before.middle[0], end[1] - before.middle[1]];
      for (let angle = 0; angle < 2 * Math.PI; angle += 0.37) {
        const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
        /** @type {Point} */
        const to = [before.middle[0] + dx * cos - dy * sin, before.middle[1] + dx * sin + dy * cos];
        const turned = turnedTo(state, before, to, second);
        close(Math.hypot(turned.w1, turned.w2), Math.max(before.length, 0.05));
        close(sumAt(turned, before.middle), 0);
        close(sumAt(turned, to), 0);
        close((turned.w1 * before.normal[0] + turned.w2 * before.normal[1]) / Math.hypot(turned.w1, turned.w2), cos);
      }
    }
  }
});

test("the arrow's length and the weights' are each other's inverse", () => {
  for (const length of [0.05, 0.3, 1, 4, 15]) close(lengthOf(arrowOf(length)), length, 1e-6);
  assert.ok(arrowOf(2) > arrowOf(1));
});

test("pulling the arrow's tip outward lengthens the weights and keeps the line", () => {
  for (const state of NEURONS) {
    const before = line(state);
    const tip = tipOf(before, EXTENT);
    assert.ok(Math.max(Math.abs(tip[0]), Math.abs(tip[1])) <= EXTENT);
    const farther = stretchedTo(state, before, [tip[0] + 0.5 * before.normal[0], tip[1] + 0.5 * before.normal[1]], EXTENT);
    const after = line(farther);
    assert.ok(after.length > before.length);
    for (const axis of [0, 1]) close(after.normal[axis], before.normal[axis], 1e-6);
    close(sumAt(farther, before.middle), 0);
  }
});

test("pulling the tip through the line never turns the neuron over", () => {
  const [state] = NEURONS;
  const before = line(state);
  const behind = stretchedTo(state, before, [before.middle[0] - 3 * before.normal[0], before.middle[1] - 3 * before.normal[1]], EXTENT);
  const after = line(behind);
  close(after.normal[0], before.normal[0]);
  close(after.length, 0.05);
});

test("a direction and a length become weights, with the line through the pivot", () => {
  const state = pointed(NEURONS[0], [1, 2], [3, 4], 10);
  assert.deepEqual([state.w1, state.w2, state.b].map((value) => +value.toFixed(9)), [6, 8, -22]);
});

test("text keeps what was rounded", () => {
  for (const state of NEURONS) assert.deepEqual(stateOf(textOf(rounded(state))), rounded(state));
});

test("points are right on the side where they belong, and on the line they are no", () => {
  /** @type {Point[]} */
  const points = [[-3, -3], [-3, 3], [3, -3], [3, 3]];
  const and = { w1: 1, w2: 1, b: -3, x1: 0, x2: 0 };
  assert.equal(countRight(and, points, [0, 0, 0, 1]), 4);
  assert.equal(countRight(and, points, [0, 1, 1, 0]), 1);
  assert.equal(countRight({ ...and, b: 0 }, points, [0, 0, 0, 1]), 4);
});
