// @ts-check
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { addPoint, brush, clearPoints, movePoint, noPoints, pointAt, removePoint, takePoints } from "../../../../playground/ui/components/network_player/points.js";
import { FakeClock } from "../fake_clock.mjs";
import { base64 } from "./playing.mjs";

/** @import { Player } from "../../../../playground/ui/components/network_player/types.d.ts" */

/** @type {FakeClock} */
let clock;
beforeEach(() => {
  clock = new FakeClock();
});

const CAME = { train: base64([1, 1, -2, 0]), train_targets: [1, 0], test: base64([5, 5]), test_targets: [1] };

function playerOf() {
  /** @type {any[]} */
  const sent = [];
  const player = /** @type {Player} */ (/** @type {unknown} */ ({
    train: noPoints(), test: noPoints(), held: null, sentPoints: null, pen: 0, ownPoints: false, destroyed: false, frame: 1,
    data: { extent: 6, network: { target: "two classes" }, points: CAME },
    elements: { showTest: { checked: true } },
    send: (/** @type {string} */ _, /** @type {any} */ value) => sent.push(value),
  }));
  takePoints(player, CAME, 0);
  return { player, sent };
}

test("a point that is added is there at once, and is sent after a moment of rest, with all others", () => {
  const { player, sent } = playerOf();
  addPoint(player, [3, 9]);
  assert.deepEqual(player.train.xy, [1, 1, -2, 0, 3, 6], "within the plane");
  clock.pass(200);
  addPoint(player, [-3.14159, 0]);
  clock.pass(200);
  assert.deepEqual(sent, []);
  clock.pass(200);
  assert.deepEqual(sent, [{ points: [[1, 1], [-2, 0], [3, 6], [-3.142, 0], [5, 5]], targets: [1, 0, 0, 0, 1], train: 4 }]);
});

test("points are found, moved and removed, those that test too while they are shown", () => {
  const { player } = playerOf();
  assert.equal(pointAt(player, [3, 3], 1), null);
  const found = pointAt(player, [1.2, 1.1], 0.5);
  assert.ok(found);
  movePoint(player, found, [-9, 2]);
  assert.deepEqual(player.train.xy.slice(0, 2), [-6, 2]);
  const tested = pointAt(player, [5, 5], 0.5);
  assert.ok(tested);
  removePoint(player, tested);
  assert.deepEqual([player.test.targets, player.test.xy], [[], []]);
  clearPoints(player);
  assert.equal(player.train.targets.length, 0);
});

test("a brush leaves room between its points", () => {
  const { player } = playerOf();
  for (let x = -5; x < -3; x += 0.05) brush(player, [x, -4]);
  assert.ok(player.train.targets.length >= 5 && player.train.targets.length <= 7, String(player.train.targets.length));
});

test("older points that come while own ones are on their way do not undo them", () => {
  const { player } = playerOf();
  addPoint(player, [3, 3]);
  takePoints(player, CAME, 10);
  assert.equal(player.train.targets.length, 3, "not sent yet");
  clock.pass(400);
  takePoints(player, CAME, 500);
  assert.equal(player.train.targets.length, 3, "not answered yet");
  takePoints(player, { ...CAME, train: base64([0, 0]), train_targets: [1] }, 600);
  assert.deepEqual(player.train.targets, [1]);
});

test("an answer that makes the new point one that tests is an answer too", () => {
  const { player } = playerOf();
  addPoint(player, [3, 3]);
  clock.pass(400);
  takePoints(player, { ...CAME, test: base64([3, 3, 5, 5]), test_targets: [0, 1] }, 500);
  assert.deepEqual([player.train.targets, player.test.targets], [[1, 0], [0, 1]]);
});

test("no more than 2,000 points are drawn", () => {
  const { player } = playerOf();
  for (let count = 0; count < 2100; count++) addPoint(player, [0, 0]);
  assert.equal(player.train.targets.length + player.test.targets.length, 2000);
});
