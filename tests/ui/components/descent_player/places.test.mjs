// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { mapPlaces, pathOnMap } from "../../../../playground/ui/components/descent_player/map_places.js";
import { roundPick } from "../../../../playground/ui/components/descent_player/start_pick.js";
import { timelinePlaces } from "../../../../playground/ui/components/descent_player/timeline_places.js";
import { pathOf, sceneWith } from "./paths.mjs";

/** @import { Span } from "../../../../playground/ui/components/descent_player/types.d.ts" */

test("the map has one scale for both axes, and pixels lead back to values", () => {
  /** @type {[Span, Span]} */
  const window = [[-2, 2], [-1, 1]];
  const places = mapPlaces({ window }, 470, 300);
  assert.deepEqual(places.pixels, [100, 100]);
  assert.equal(places.area.width, 2 * places.area.height);
  assert.equal(places.valueX(places.x(0.5)), 0.5);
  assert.ok(Math.abs(places.valueY(places.y(-0.25)) + 0.25) < 1e-12);
  assert.ok(places.y(1) < places.y(-1), "up is up");
  assert.equal(places.up(places.y(-1)), 0);
});

test("a path knows where it leaves the map for good", () => {
  const places = mapPlaces({ window: [[0, 1], [0, 1]] }, 470, 300);
  const points = (/** @type {number[]} */ ...xs) => Float32Array.from(xs.flatMap((x) => [x, 0.5]));
  assert.equal(pathOnMap(pathOf(3, { points: points(0.5, 2, 0.5, 0.6) }), places).leftAt, null);
  assert.equal(pathOnMap(pathOf(3, { points: points(0.5, 0.6, 2, 1e9) }), places).leftAt, 2);
  assert.equal(pathOnMap(pathOf(1, { points: points(2, 3) }), places).leftAt, null);
});

test("losses above 0 have a logarithmic timeline, and 0 is on its floor", () => {
  const losses = Float32Array.from([100, 10, 1, 0]);
  const places = timelinePlaces(sceneWith(pathOf(3, { losses })), 382, 130);
  assert.ok(places.logarithmic);
  const [top, middle, floor] = [100, 10, 1].map(places.y);
  assert.ok(Math.abs(middle - (top + floor) / 2) < 1e-6);
  assert.equal(places.y(0), floor);
  assert.equal(places.step(places.x(2)), 2);
});

test("losses below 0 have a linear timeline, and a descent without a loss has one too", () => {
  const linear = timelinePlaces(sceneWith(pathOf(2, { losses: Float32Array.from([-1, 0, 1]) })), 382, 130);
  assert.ok(!linear.logarithmic);
  assert.equal(linear.y(0), (linear.y(-1) + linear.y(1)) / 2);
  const none = timelinePlaces(sceneWith(pathOf(0, { losses: Float32Array.from([NaN]) })), 382, 130);
  assert.deepEqual([none.low, none.high, none.x(0)], [0, 0, none.area.left + none.area.width]);
});

test("a start is a number that a person would type, inside the window", () => {
  assert.deepEqual(roundPick({ window: [[-2, 2], [0, 100]] }, [1.23456, 150]), [1.23, 100]);
  assert.deepEqual(roundPick({ window: [[0, 0.001], [-5000, 5000]] }, [0.000123456, 12.7]), [0.000123, 13]);
});
