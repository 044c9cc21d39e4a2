// @ts-check
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { Picks } from "../../../../playground/ui/components/stability_strip/picks.js";
import { FakeClock } from "../fake_clock.mjs";

/** @type {FakeClock} */
let clock;
/** @type {Picks} */
let picks;
/** @type {number[]} */
let sent;
let redrawn = 0;
const answer = (/** @type {number} */ value) => picks.update(value, (rate) => sent.push(rate));

beforeEach(() => {
  clock = new FakeClock();
  clock.now = 1000;
  [sent, redrawn] = [[], 0];
  picks = new Picks(() => redrawn++);
  answer(0.01);
});

test("a drag sends its first rate at once, then one every 150 ms, and its last one at once", () => {
  picks.held = true;
  for (let move = 2; move <= 31; move++) {
    picks.pick(move / 100, false);
    clock.pass(10);
  }
  assert.deepEqual(sent, [0.02, 0.16, 0.31]);
  picks.held = false;
  picks.pick(0.32, true);
  clock.pass(1000);
  assert.deepEqual(sent, [0.02, 0.16, 0.31, 0.32], "no late pick follows the last one");
});

test("an answer to an earlier pick does not pull the marker back", () => {
  picks.pick(0.1, true);
  picks.pick(0.2, true);
  answer(0.1);
  assert.equal(picks.rate, 0.2);
  answer(0.2);
  assert.equal(picks.rate, 0.2);
  answer(0.5);
  assert.equal(picks.rate, 0.5, "a change from elsewhere is taken");
});

test("a pick that Python does not take is given up", () => {
  picks.pick(0.3, true);
  clock.pass(3900);
  assert.equal(picks.rate, 0.3);
  clock.pass(200);
  assert.equal(picks.rate, 0.01);
  assert.equal(redrawn, 1);
});

test("a drag that is taken away goes back to what Python knows", () => {
  picks.held = true;
  picks.pick(0.1, false);
  clock.pass(20);
  picks.pick(0.4, false);
  picks.cancel();
  assert.equal(picks.rate, 0.1);
  clock.pass(1000);
  assert.deepEqual(sent, [0.1]);
});

test("the rate that Python knows is not sent again", () => {
  picks.pick(0.01, true);
  assert.deepEqual(sent, []);
});
