// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { arrowsOf, factorText, notePlace } from "../../../../playground/ui/components/descent_player/arrows.js";

/** @import { Arrow } from "../../../../playground/ui/components/descent_player/types.d.ts" */

/**
 * @param {Record<string, [string, number, number]>} vectors - kind and coordinates by name
 */
function traceOf(vectors) {
  /** @type {Arrow[]} */
  const arrows = Object.entries(vectors).map(([name, [kind]]) => ({ name, kind, label: name }));
  return { arrows, read: (/** @type {string} */ name, /** @type {number} */ _row, /** @type {number} */ axis) => Number(vectors[name][1 + axis]) };
}

test("parts lie head to tail and reach the tip of the step", () => {
  const { placed, factor } = arrowsOf(traceOf({ m: ["part", 3, 1], g: ["part", 1, -2], s: ["step", 4, -1] }), 0, [10, 10]);
  assert.equal(factor, 1);
  assert.deepEqual(placed.map(({ kind, to }) => [kind, ...to]), [["step", 40, 10], ["part", 30, -10], ["part", 40, 10]]);
  assert.deepEqual(placed[2].from, placed[1].to);
});

test("a step too short to be seen is enlarged, a direction has a length of its own", () => {
  const { placed, factor } = arrowsOf(traceOf({ d: ["direction", 0, -100], s: ["step", 0.1, 0] }), 0, [10, 10]);
  assert.equal(factor, 56);
  assert.deepEqual(placed.map(({ kind, to }) => [kind, ...to]), [["direction", 0, 46], ["step", 56, 0]]);
});

test("a point that stands still has no arrows, and says so", () => {
  const { placed, factor } = arrowsOf(traceOf({ s: ["step", 1e-9, 0] }), 0, [10, 10]);
  assert.deepEqual(placed, []);
  assert.equal(factorText(factor), "steps too small to show");
  assert.deepEqual([1, 1.95, 4, 56, 1234].map(factorText), ["", "arrows × 1.9", "arrows × 4.0", "arrows × 56", "arrows × 1,200"]);
});

test("what is no finite number is not drawn", () => {
  assert.deepEqual(arrowsOf(traceOf({ a: ["part", NaN, 0], b: ["part", Infinity, 0] }), 0, [10, 10]).placed, []);
});

test("the words on the arrows' length give way to a start in their corner", () => {
  const area = { left: 40, top: 10, width: 300, height: 280 };
  assert.deepEqual(notePlace([60, 30], area), [340, 10]);
  assert.deepEqual(notePlace([200, 200], area), [340, 10]);
  assert.deepEqual(notePlace([200, 40], area), [340, 290]);
});
