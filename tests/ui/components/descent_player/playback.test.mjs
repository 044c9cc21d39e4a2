// @ts-check
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { easing, pause, playOrPause, seek, stepBy, stepsPerSecond } from "../../../../playground/ui/components/descent_player/playback.js";
import { FakeClock } from "../fake_clock.mjs";
import { pathOf, sceneWith } from "./paths.mjs";

/** @import { Playback } from "../../../../playground/ui/components/descent_player/types.d.ts" */

/** @type {FakeClock} */
let clock;
beforeEach(() => {
  clock = new FakeClock();
});

/**
 * @param {Partial<Playback>} [changes]
 * @returns {Playback & { drawn: number[] }}
 */
function playerOf(changes) {
  /** @type {number[]} */
  const drawn = [];
  const draw = () => drawn.push(player.position);
  const scene = sceneWith(pathOf(60));
  const player = {
    scene, position: 60, playing: false, touched: false, speed: 0, frame: 0, before: null, destroyed: false, draw, drawn, ...changes,
  };
  return player;
}

test("a descent of 60 steps takes six seconds from its start, and stops at its end", () => {
  const player = playerOf();
  assert.equal(stepsPerSecond(player), 10);
  playOrPause(player);
  assert.equal(player.position, 0);
  clock.pass(3000);
  assert.ok(Math.abs(player.position - 30) < 0.1, String(player.position));
  assert.ok(player.playing && player.touched);
  clock.pass(3100);
  assert.equal(player.position, 60);
  assert.equal(player.drawn.at(-1), 60);
  assert.ok(!player.playing && !player.touched);
  assert.equal(clock.timers.size, 0, "nothing runs once it is over");
});

test("a pause rests at a whole step, which the visitor's choice keeps", () => {
  const player = playerOf();
  playOrPause(player);
  clock.pass(1050);
  pause(player);
  assert.equal(player.position, 10);
  assert.ok(player.touched);
  clock.pass(100);
  assert.equal(clock.timers.size, 0);
});

test("a tab that was hidden for a minute does not jump", () => {
  const player = playerOf({ position: 0 });
  playOrPause(player);
  clock.pass(1);
  const before = player.position;
  clock.freeze(60_000);
  clock.pass(1);
  assert.ok(player.position - before <= 1.0001, String(player.position));
});

test("a step goes to the next point that is shown, and seeking stays inside", () => {
  const player = playerOf({ scene: sceneWith(pathOf(5), pathOf(10, { stride: 4 })), position: 0 });
  stepBy(player, 1);
  assert.equal(player.position, 4);
  stepBy(player, 5);
  assert.equal(player.position, 10);
  assert.ok(!player.touched, "the end is not a choice");
  seek(player, -3);
  assert.equal(player.position, 0);
  assert.ok(player.touched);
});

test("a player that is gone asks for no frame", () => {
  seek(playerOf({ destroyed: true }), 3);
  assert.equal(clock.timers.size, 0);
});

test("slow steps rest at each point, fast ones do not", () => {
  assert.ok(easing({ scene: sceneWith(pathOf(10)), speed: 0 })(0.1) < 0.03);
  assert.equal(easing({ scene: sceneWith(pathOf(600)), speed: 0 })(0.1), 0.1);
});
