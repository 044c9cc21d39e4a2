// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { lastKnown, lossesAt, takeOver, weightsAt } from "../../../../playground/ui/components/network_player/known.js";
import { base64, epochsOf, knownOf } from "./playing.mjs";

test("epochs that come again, overlap or follow are each taken once", () => {
  const known = knownOf(epochsOf(0, 5));
  for (const epochs of [epochsOf(0, 5), epochsOf(3, 4), epochsOf(7, 300)]) takeOver(known, epochs);
  assert.equal(lastKnown(known), 306);
  for (const epoch of [0, 4, 5, 6, 7, 200, 306]) {
    assert.deepEqual([...weightsAt(known, epoch)], [epoch, epoch, epoch]);
    assert.equal(lossesAt(known, epoch).train, 1 / (1 + epoch));
  }
});

test("epochs after a gap are left", () => {
  const known = knownOf(epochsOf(0, 5));
  takeOver(known, epochsOf(6, 3));
  assert.equal(lastKnown(known), 4);
});

test("a branch begins where its first epochs do", () => {
  const known = knownOf(epochsOf(40, 3));
  assert.deepEqual([known.first, lastKnown(known), weightsAt(known, 41)[0]], [40, 42, 41]);
});

test("a position between two epochs shows the one before", () => {
  assert.equal(weightsAt(knownOf(epochsOf(0, 5)), 2.9)[0], 2);
});

test("a network whose weights are no numbers any more keeps its last picture, its loss none", () => {
  const known = knownOf({ from: 0, weights: base64([1, 2, 3, NaN, 1, 1, Infinity, 0, 0]), train: [1, null, null], test: [1, null, null] });
  assert.deepEqual([...weightsAt(known, 2)], [1, 2, 3]);
  assert.ok(Number.isNaN(lossesAt(known, 2).train));
});
