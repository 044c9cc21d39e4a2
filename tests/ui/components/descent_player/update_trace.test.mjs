// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { headingOf } from "../../../../playground/ui/components/descent_player/update_trace.js";
import { standingsOf } from "../../../../playground/ui/components/descent_player/ranking.js";
import { pathOf } from "./paths.mjs";

test("the heading says which step the numbers belong to, and how the descent ends", () => {
  assert.equal(headingOf(pathOf(3), 1), "Step 1 → 2");
  assert.equal(headingOf(pathOf(3), 3), "Step 2 → 3, the last one");
  assert.equal(headingOf(pathOf(3000, { stride: 2 }), 1500), "Step 2,998 → 2,999");
  assert.equal(headingOf(pathOf(3, { divergedAt: 4 }), 3), "Step 2 → 3: the next step leaves the finite numbers");
  assert.equal(headingOf(pathOf(3, { divergedAt: 4 }), 2), "Step 2 → 3");
  assert.equal(headingOf(pathOf(0, { divergedAt: 0 }), 0), "Step 0 → 1: the loss at the start is no finite number");
});

test("the lowest loss leads, and who left the finite numbers comes last", () => {
  const ahead = pathOf(9, { losses: new Float32Array(10).fill(0.1) });
  const behind = pathOf(9, { losses: new Float32Array(10).fill(0.5) });
  const out = pathOf(2, { losses: new Float32Array(3).fill(0.01), divergedAt: 3 });
  const order = (/** @type {number} */ position) => standingsOf([behind, out, ahead, ahead], position).map(({ index }) => index);
  assert.deepEqual(order(2), [1, 2, 3, 0]);
  assert.deepEqual(order(2.5), [2, 3, 0, 1]);
});
