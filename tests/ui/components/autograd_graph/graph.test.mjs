// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { fitScale, offsetAt } from "../../../../playground/ui/components/autograd_graph/camera.js";
import { cardPlaces, formulaOf, groupWires } from "../../../../playground/ui/components/autograd_graph/cards.js";
import { titleOf } from "../../../../playground/ui/components/autograd_graph/check.js";
import { describeNode, wirePath } from "../../../../playground/ui/components/autograd_graph/picture.js";
import { knownAt } from "../../../../playground/ui/components/autograd_graph/steps.js";

/** @import { GraphNode } from "../../../../playground/ui/components/autograd_graph/types.d.ts" */

/** @type {GraphNode} */
const WEIGHT = {
  sign: "w", operation: "AccumulateGrad", kind: "parameter", name: "w", checked: true, x: 0, y: 0, width: 50, shape: "1×3",
  value: "0.5", gradient: "1", values: "0.5, 0.1, 0.2", gradients: "1, 2, 3",
};

test("what is known at a step is what the steps up to it made known", () => {
  const steps = [{ values: [0, 1], gradients: [] }, { values: [2], gradients: [] }, { values: [], gradients: [2] }];
  const known = knownAt(steps, 1);
  assert.deepEqual([0, 1, 2, 3].map(known.value), [true, true, true, false]);
  assert.equal(known.gradient(2), false);
  assert.equal(knownAt(steps, 2).gradient(2), true);
});

test("everything is known in a picture that stands still", () => {
  const known = knownAt([], 0);
  assert.ok(known.value(5) && known.gradient(5));
});

test("a node is described by what is known of it", () => {
  assert.equal(describeNode(WEIGHT, false, false), "parameter w, shape 1×3");
  assert.equal(describeNode(WEIGHT, true, false), "parameter w, shape 1×3, value 0.5, 0.1, 0.2");
  assert.equal(describeNode({ ...WEIGHT, kind: "operation" }, true, true), "w (AccumulateGrad), shape 1×3, value 0.5, 0.1, 0.2, gradient 1, 2, 3");
});

test("a target and a number are described as such, a scalar without its shape", () => {
  assert.equal(describeNode({ ...WEIGHT, kind: "target", name: "y", values: "1" }, true, false), "target y, value 1");
  assert.equal(describeNode({ ...WEIGHT, kind: "constant", values: "3" }, true, false), "number 3");
  assert.equal(describeNode({ ...WEIGHT, shape: "scalar", values: "2" }, true, false), "parameter w, value 2");
});

test("a wire goes from the right side of a box to the left side of the next", () => {
  const path = wirePath({ x: 0, y: 0, width: 50 }, { x: 70, y: 40, width: 50 });
  assert.match(path, /^M50 17C.* 70 57$/);
});

test("within a column a wire goes up or down", () => {
  assert.equal(wirePath({ x: 0, y: 0, width: 50 }, { x: 0, y: 46, width: 50 }), "M25 34L25 46");
  assert.equal(wirePath({ x: 0, y: 46, width: 50 }, { x: 0, y: 0, width: 50 }), "M25 46L25 34");
});

test("a wire passes above what stands before its end, and ends at the upper side", () => {
  const path = wirePath({ x: 0, y: 0, width: 50 }, { x: 160, y: 40, width: 50 }, { x: 90 });
  assert.match(path, /86 34H168q6 0 6 6$/);
});

test("the picture fits into its box, and small ones do not grow without end", () => {
  assert.equal(fitScale([1000, 400], [520, 820]), 0.5);
  assert.equal(fitScale([400, 1000], [820, 520]), 0.5);
  assert.equal(fitScale([100, 50], [820, 520]), 1.15);
});

test("a zoomed picture shows the wanted point, but nothing beyond its ends", () => {
  assert.deepEqual(offsetAt(1, [500, 500], [1000, 1000], [200, 200]), [-400, -400]);
  assert.deepEqual(offsetAt(1, [0, 1000], [1000, 1000], [200, 200]), [10, -810]);
  assert.deepEqual(offsetAt(1, [0, 0], [100, 50], [200, 200]), [50, 75]);
});

test("cards are connected where a value goes from one group to another", () => {
  const groups = [{ members: [0, 1] }, { members: [2, 3] }, { members: [4] }];
  assert.deepEqual(groupWires([[0, 2], [1, 2], [2, 3], [3, 4]], groups), [
    { from: 0, to: 1, edges: [0, 1] },
    { from: 1, to: 2, edges: [3] },
  ]);
});

test("cards do not overlap and lie within every box that the page has", () => {
  /** @type {[string, number][]} */
  const values = [["z", 0], ["a", 1]];
  const layer = (/** @type {number} */ number, /** @type {number} */ size) => Array.from({ length: size }, () => ({ layer: number, values, slope: 0 }));
  const groups = [...layer(0, 1), ...layer(1, 3), ...layer(2, 3), ...layer(3, 1), ...layer(4, 1)];
  for (const [across, down] of [[356, 290], [818, 264], [818, 420]]) {
    const places = cardPlaces(groups, [across, down]);
    places.forEach((place, index) => {
      assert.ok(place.x >= 0 && place.x + place.width <= across && place.y >= 0 && place.y + place.height <= down);
      for (const other of places.slice(index + 1)) {
        assert.ok(place.x + place.width <= other.x || place.y + place.height <= other.y);
      }
    });
  }
});

test("what a card's number is computed by is the part of the formula that begins with it", () => {
  const group = { formula: "z = w·x + b, a = tanh(z)" };
  assert.equal(formulaOf(group, "a"), "a = tanh(z)");
  assert.equal(formulaOf(group, "y"), "");
});

test("the check's title counts the paths", () => {
  const path = { edges: [], factors: "", product: "" };
  assert.equal(titleOf({ name: "w", paths: [] }), "w: its gradient, checked");
  assert.equal(titleOf({ name: "w", paths: [path] }), "w: one path to the loss");
  assert.equal(titleOf({ name: "w", paths: [path, path] }), "w: 2 paths to the loss");
});
