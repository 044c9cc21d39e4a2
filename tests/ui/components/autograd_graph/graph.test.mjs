// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { titleOf } from "../../../../playground/ui/components/autograd_graph/check.js";
import { describeNode, wirePath } from "../../../../playground/ui/components/autograd_graph/picture.js";
import { knownAt } from "../../../../playground/ui/components/autograd_graph/steps.js";

/** @import { GraphNode } from "../../../../playground/ui/components/autograd_graph/types.d.ts" */

/** @type {GraphNode} */
const WEIGHT = {
  sign: "w", operation: "AccumulateGrad", kind: "parameter", checked: true, column: 0, row: 0, shape: "1×3",
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
  assert.equal(describeNode({ ...WEIGHT, kind: "operation" }, true, true), "AccumulateGrad, shape 1×3, value 0.5, 0.1, 0.2, gradient 1, 2, 3");
});

test("a wire goes from the right side of a box to the left side of the next", () => {
  assert.equal(wirePath({ column: 0, row: 0 }, { column: 1, row: 1 }), "M78 31C90 31 84 89 96 89");
});

test("the check's title counts the paths", () => {
  const path = { edges: [], factors: "", product: "" };
  assert.equal(titleOf({ name: "w", paths: [] }), "w: its gradient, checked");
  assert.equal(titleOf({ name: "w", paths: [path] }), "w: one path to the loss");
  assert.equal(titleOf({ name: "w", paths: [path, path] }), "w: 2 paths to the loss");
});
