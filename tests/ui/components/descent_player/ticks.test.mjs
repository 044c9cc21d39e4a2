// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { ticksOf } from "../../../../playground/ui/components/descent_player/ticks.js";

const texts = (/** @type {[number, number, number]} */ ...window) => ticksOf(...window).map(({ text }) => text);

test("ticks are round numbers inside the window", () => {
  assert.deepEqual(texts(-2, 2, 4), ["−2", "−1", "0", "1", "2"]);
  assert.deepEqual(texts(-0.6, 0.7, 3), ["−0.5", "0", "0.5"]);
  assert.deepEqual(texts(1999, 2061, 4), ["2000", "2020", "2040", "2060"]);
  assert.deepEqual(texts(-2e6, 2e6, 2), ["−2×10⁶", "0", "2×10⁶"]);
});

test("ticks are never denser than the count that has room", () => {
  for (const count of [1, 1.7, 2, 3.2, 4, 5.5, 7, 9]) {
    for (const width of [0.003, 0.14, 1, 2.9, 7, 41, 99, 1e4]) {
      const values = ticksOf(-width / 3, (2 * width) / 3, count).map(({ value }) => value);
      assert.ok(values.length >= 1);
      for (let index = 1; index < values.length; index++) {
        assert.ok(values[index] - values[index - 1] >= (width / count) * (1 - 1e-6), `${width} ${count}`);
      }
    }
  }
});
