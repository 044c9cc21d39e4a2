// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { FIRST_VIEW, cameraOf } from "../../../../playground/ui/components/descent_player/camera.js";
import { firstView, isHidden } from "../../../../playground/ui/components/descent_player/visibility.js";
import { pathOf, sceneWith } from "./paths.mjs";

/** @import { Landscape } from "../../../../playground/ui/components/descent_player/types.d.ts" */

/** A wall across the middle of the map, from left to right. */
const SIZE = 41;
const heights = Float32Array.from({ length: SIZE * SIZE }, (_, index) => (Math.floor(index / SIZE) === 20 ? 1 : 0));
/** @type {Landscape} */
const WALL = { size: SIZE, heights, holes: new Uint8Array(SIZE * SIZE), low: 0, scale: 1, span: 1 };

test("without a turn, right is right, high is high, and the eye is in front", () => {
  const { place, eye } = cameraOf({ ...FIRST_VIEW, yaw: 0 }, 400, 300);
  assert.ok(place(1, 0.5, 0)[0] > place(0, 0.5, 0)[0]);
  assert.ok(place(0.5, 0.5, 1)[1] < place(0.5, 0.5, 0)[1]);
  assert.ok(eye[1] < 0 && eye[2] > 0);
});

test("a wall hides what is behind it, and nothing before it", () => {
  const { eye } = cameraOf({ ...FIRST_VIEW, yaw: 0 }, 400, 300);
  assert.ok(isHidden(WALL, eye, 0.5, 0.6, 0.012));
  assert.ok(!isHidden(WALL, eye, 0.5, 0.4, 0.012));
});

test("the first view looks from the side on which the path is", () => {
  const points = Float32Array.from([0.3, 0.6, 0.5, 0.6, 0.7, 0.6]);
  const { yaw } = firstView({ ...sceneWith(pathOf(2, { points })), landscape: WALL, minima: [] });
  assert.ok(cameraOf({ ...FIRST_VIEW, yaw }, 400, 300).eye[1] > 0);
});
