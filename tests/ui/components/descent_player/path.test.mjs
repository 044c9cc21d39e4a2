// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { describedRow, rowAt, shareAt } from "../../../../playground/ui/components/descent_player/path.js";
import { pathOf } from "./paths.mjs";

test("a thinned path is found by its steps, and its last row is its last step", () => {
  const path = pathOf(10, { stride: 4 });
  assert.deepEqual([...path.steps], [0, 4, 8, 10]);
  assert.deepEqual([0, 3.9, 4, 9, 10, 99].map((step) => rowAt(path, step)), [0, 0, 1, 2, 3, 3]);
  assert.equal(shareAt(path, 9, 2), 0.5);
  assert.equal(shareAt(path, 10, 3), 0);
});

test("the last point describes the step that led there", () => {
  assert.deepEqual([0, 1, 3].map((row) => describedRow(pathOf(3), row)), [0, 1, 2]);
  assert.equal(describedRow(pathOf(0), 0), 0);
});
