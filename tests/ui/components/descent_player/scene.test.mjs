// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { heightAt, isHole, lossAt } from "../../../../playground/ui/components/descent_player/heights.js";
import { smoothHeights } from "../../../../playground/ui/components/descent_player/landscape.js";
import { sceneOf } from "../../../../playground/ui/components/descent_player/scene.js";
import { readLoss } from "../../../../playground/ui/components/descent_player/tip.js";
import { packed } from "../packed.mjs";

/** @import { PlayerData } from "../../../../playground/ui/components/descent_player/types.d.ts" */

const floats = (/** @type {number[]} */ ...values) => packed(Float32Array.from(values), 1);

/** @returns {PlayerData} */
function dataOf() {
  return {
    coordinates: ["x₁", "x₂"],
    window: [[0, 1], [0, 1]],
    landscape: { size: 2, heights: packed(Uint16Array.from([0, 32767, 65534, 65535]), 2, true), low: 1, scale: 2, span: 3 },
    plane: "",
    minima: [],
    fit: null,
    alt: "",
    pickable: true,
    experiment: 0,
    paths: [{ name: "sgd", label: "SGD", last: 5, stride: 2, points: null, losses: floats(4, 3, 2, 1), diverged_at: null }],
    trace: {
      lines: [],
      arrows: [],
      numbers: {
        x: { of: "points", shift: 0, sign: 1 },
        next: { of: "points", shift: 1, sign: 1 },
        downhill: { of: "points", shift: 0, sign: -1 },
        same: { of: "rate", shift: 0, sign: 1 },
        ratio: { quotient: ["next", "same"] },
      },
      arrays: { points: { columns: 2, values: packed(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), 2) }, rate: { columns: 1, values: floats(2, 4, 8) } },
    },
  };
}

test("a thinned path is unpacked, its points from the trace's arrays", () => {
  const { paths, last, start } = sceneOf(dataOf());
  assert.deepEqual([...paths[0].steps], [0, 2, 4, 5]);
  assert.deepEqual([...paths[0].points], [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual([last, start], [5, [1, 2]]);
});

test("a quantity is read by its source: shifted, negated, one column for all, or a quotient", () => {
  const { trace } = sceneOf(dataOf());
  assert.ok(trace);
  const read = (/** @type {string} */ name) => trace.read(name, 1, 1);
  assert.deepEqual(["x", "next", "downhill", "same", "ratio"].map(read), [4, 6, -4, 4, 1.5]);
});

test("a race has no trace", () => {
  const data = dataOf();
  data.paths.push({ ...data.paths[0], points: floats(1, 1, 2, 2, 3, 3, 4, 4) });
  assert.equal(sceneOf(data).trace, null);
});

test("points that are nowhere are an error that says so", () => {
  assert.throws(() => sceneOf({ ...dataOf(), trace: null }), /Expected points of "SGD"/);
});

test("heights are bilinear between the grid's points, and the loss is their exponential", () => {
  const { landscape } = sceneOf(dataOf());
  assert.equal(heightAt(landscape, 0, 0), 0);
  assert.ok(Math.abs(heightAt(landscape, 0.5, 0.5) - 0.625) < 1e-4);
  assert.equal(heightAt(landscape, -3, 7), 1);
  assert.equal(lossAt(landscape, 0, 0), 1);
  assert.ok(Math.abs(lossAt(landscape, 0, 1) - (1 + 2 * Math.expm1(3))) < 1e-9);
});

test("a hole has no loss to read", () => {
  const scene = sceneOf(dataOf());
  assert.ok(isHole(scene.landscape, 0.9, 0.9) && !isHole(scene.landscape, 0.1, 0.9));
  assert.equal(readLoss(scene, 1, 1), "no value here");
  assert.equal(readLoss({ ...scene, plane: "x₃ = 6" }, 0, 0), "loss ≈ 1 at x₃ = 6");
});

test("smooth heights pass through the grid's points, the highest y first", () => {
  const heights = Float32Array.from([0, 0.1, 0.4, 0.2, 0.9, 0.3, 0.5, 0.7, 1]);
  const smooth = smoothHeights({ size: 3, heights }, 5, 5);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => smooth[y * 5 + x];
  assert.deepEqual([at(0, 4), at(2, 2), at(4, 0)].map((value) => +value.toFixed(6)), [0, 0.9, 1]);
  assert.equal(+at(2, 4).toFixed(6), 0.1);
});
