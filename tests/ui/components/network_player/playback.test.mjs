// @ts-check
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { askForMore } from "../../../../playground/ui/components/network_player/asking.js";
import { takeOver } from "../../../../playground/ui/components/network_player/known.js";
import { pause, playOrPause, requestFrame, seek, showWanted, stepBy } from "../../../../playground/ui/components/network_player/playback.js";
import { FakeClock } from "../fake_clock.mjs";
import { epochsOf, playingOf } from "./playing.mjs";

/** @type {FakeClock} */
let clock;
beforeEach(() => {
  clock = new FakeClock();
});

test("it plays 60 epochs in a second, and asks once when fewer than two seconds are ahead", () => {
  const { player, requests } = playingOf(200);
  playOrPause(player);
  clock.pass(1000);
  assert.ok(Math.abs(player.position - 60) < 0.2, String(player.position));
  assert.deepEqual(requests, [], "139 epochs are ahead");
  clock.pass(1000);
  assert.deepEqual(requests, [{ from: 200, playing: true }]);
  takeOver(player.known, epochsOf(200, 400));
  clock.pass(1000);
  assert.equal(requests.length, 1);
});

test("at the last known epoch it waits, and asks again when an answer is lost", () => {
  const { player, requests } = playingOf(10);
  playOrPause(player);
  clock.pass(2900);
  assert.equal(player.position, 9);
  assert.ok(player.playing);
  assert.equal(requests.length, 1);
  clock.pass(2000);
  assert.equal(requests.length, 2);
});

test("nothing is asked while it is paused, scrubbed, out of sight or hidden", () => {
  const { player, requests } = playingOf(50, { reached: 49 });
  for (const epoch of [40, 3, 49]) seek(player, epoch);
  clock.pass(5000);
  player.visible = false;
  playOrPause(player);
  clock.pass(100);
  player.visible = true;
  Object.assign(document, { hidden: true });
  clock.pass(100);
  assert.deepEqual(requests, []);
  Object.assign(document, { hidden: false });
  clock.pass(20);
  assert.deepEqual(requests, [{ from: 50, playing: true }]);
});

test("a branch that begins asks for a few epochs, so that Play has something to show", () => {
  const { player, requests } = playingOf(1);
  askForMore(player, 0);
  assert.deepEqual(requests, [{ from: 1, playing: false }]);
  takeOver(player.known, epochsOf(1, 3));
  askForMore(player, 10_000);
  assert.equal(requests.length, 1);
});

test("a pause rests at a whole epoch, and nothing runs any more", () => {
  const { player } = playingOf(500);
  playOrPause(player);
  clock.pass(990);
  pause(player);
  assert.equal(player.position, 59);
  assert.equal(player.reached, 59);
  clock.pass(4000);
  assert.equal(clock.timers.size, 0);
});

test("a training that has ended stops at its end, asks for nothing and plays again from its start", () => {
  const { player, requests } = playingOf(30, { ended: "no finite number" });
  playOrPause(player);
  clock.pass(2000);
  assert.ok(!player.playing);
  assert.equal(player.position, 29);
  playOrPause(player);
  assert.equal(player.position, 0);
  assert.deepEqual(requests, []);
});

test("a step behind what is known asks for it and shows it once it has come", () => {
  const { player, requests } = playingOf(1);
  stepBy(player, 1);
  assert.deepEqual(requests, [{ from: 1, playing: false }]);
  assert.equal(player.position, 0);
  takeOver(player.known, epochsOf(1, 20));
  showWanted(player);
  assert.equal(player.position, 1);
  stepBy(player, 1);
  stepBy(player, -1);
  assert.deepEqual([player.position, player.reached, requests.length], [1, 2, 1]);
});

test("a step whose answer is lost asks again, also while it is paused", () => {
  const { player, requests } = playingOf(1);
  stepBy(player, 1);
  clock.pass(3100);
  assert.equal(requests.length, 2);
  takeOver(player.known, epochsOf(1, 20));
  showWanted(player);
  clock.pass(10_000);
  assert.deepEqual([player.position, requests.length, clock.timers.size], [1, 2, 0]);
});

test("it stops where the page says, asks for nothing past it, and goes on from there when asked to", () => {
  const { player, requests } = playingOf(31, { stop: { epoch: 30, text: "why" } });
  playOrPause(player);
  clock.pass(2000);
  assert.deepEqual([player.position, player.playing, requests], [30, false, []]);
  playOrPause(player);
  assert.deepEqual([player.past, player.stop, requests], [30, null, [{ from: 31, playing: true }]]);
  takeOver(player.known, epochsOf(31, 300));
  clock.pass(1000);
  assert.ok(player.playing && player.position > 80);
});

test("one epoch forward from a stop goes on too, and a replay stops there again", () => {
  const { player, requests } = playingOf(31, { position: 30, reached: 30, stop: { epoch: 30, text: "why" } });
  seek(player, 10);
  playOrPause(player);
  clock.pass(1000);
  assert.deepEqual([player.position, player.playing, requests], [30, false, []]);
  stepBy(player, 1);
  assert.deepEqual([player.past, player.wanted, requests], [30, 31, [{ from: 31, playing: false }]]);
});

test("a stop behind what is shown does not take it back", () => {
  const { player } = playingOf(100, { position: 60, reached: 60, stop: { epoch: 30, text: "why" } });
  requestFrame(player);
  clock.pass(100);
  assert.equal(player.position, 60);
});

test("scrubbing stays within what was shown", () => {
  const { player } = playingOf(100, { reached: 40 });
  seek(player, 70);
  assert.equal(player.position, 40);
  seek(player, -3);
  assert.equal(player.position, 0);
});

test("playing and stepping on from changed weights, or with other settings, asks for a branch once and waits for it", () => {
  const edited = playingOf(100, { position: 20, reached: 40, edited: { epoch: 20, weights: new Float32Array(3) } });
  playOrPause(edited.player);
  clock.pass(1000);
  assert.deepEqual([edited.left, edited.player.position, edited.player.playing], [[20], 20, true]);
  const pending = playingOf(100, { position: 7, reached: 40, pending: true });
  stepBy(pending.player, 1);
  stepBy(pending.player, 1);
  assert.deepEqual([pending.left, pending.player.wanted, pending.requests], [[7], 8, []]);
});

test("an older branch that is returned to comes whole, though the page's settings are others", () => {
  const { player, requests } = playingOf(500, { pending: true, wanted: 620 });
  showWanted(player);
  assert.deepEqual([player.position, requests], [0, [{ from: 500, playing: false }]]);
  takeOver(player.known, epochsOf(500, 200));
  showWanted(player);
  assert.deepEqual([player.position, player.reached, requests.length], [620, 620, 1]);
});

test("changed weights elsewhere do not hinder a replay", () => {
  const { player, left } = playingOf(100, { position: 30, reached: 60, edited: { epoch: 20, weights: new Float32Array(3) } });
  playOrPause(player);
  clock.pass(100);
  assert.deepEqual(left, []);
  assert.ok(player.position > 30);
});
