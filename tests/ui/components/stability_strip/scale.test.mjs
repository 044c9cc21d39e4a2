// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { Scale } from "../../../../playground/ui/components/stability_strip/scale.js";

/** The article's strip: overdamped below 1.5, sign-alternating to 3, diverging above. */
const LINEAR = new Scale({
  low: 0,
  high: 4,
  scale: "linear",
  best: 1.5,
  regions: [
    { name: "overdamped", label: "steady", low: 0, high: 1.5 },
    { name: "sign_alternating", label: "flips", low: 1.5, high: 3 },
    { name: "diverging", label: "diverges", low: 3, high: 4 },
  ],
});
const LOGARITHMIC = new Scale({ low: 1e-4, high: 10, scale: "log", best: null, regions: [] });

test("a rate's place and the rate at a place agree", () => {
  for (const scale of [LINEAR, LOGARITHMIC]) {
    for (const place of [20, 133, 250, 399]) {
      assert.ok(Math.abs(scale.share(scale.rateAt(place, 400)) * 400 - place) <= 2, String(place));
    }
  }
  assert.equal(LOGARITHMIC.share(0.1), 0.6);
  assert.deepEqual([LINEAR.share(-1), LINEAR.share(9)], [0, 1]);
});

test("a pixel near the best rate is the best rate, and the left end is above 0", () => {
  assert.equal(LINEAR.rateAt(155, 400), 1.5);
  assert.equal(LINEAR.rateAt(-20, 400), 0.005);
});

test("a rate has as many digits as a pixel can tell apart", () => {
  assert.equal(LINEAR.rateAt(100, 400), 1);
  assert.equal(LINEAR.rateAt(321.4, 2000), 0.643);
});

test("a region begins at its border", () => {
  assert.deepEqual([0.1, 1.5, 2.9, 3].map((rate) => LINEAR.regionOf(rate)?.label), ["steady", "flips", "flips", "diverges"]);
  assert.ok(LINEAR.isBest(1.5002) && !LINEAR.isBest(1.51));
  assert.ok(!LOGARITHMIC.isBest(1));
});

test("keys move by a digit, by 1, 2, 5, and to what has a name", () => {
  assert.deepEqual([LINEAR.next(1.5, true), LINEAR.next(1.5, false), LINEAR.next(0.01, false)], [1.6, 1.4, 0.0099]);
  assert.deepEqual([LINEAR.round(0.3, true), LINEAR.round(0.3, false), LINEAR.round(1, true)], [0.5, 0.2, 2]);
  assert.deepEqual([LINEAR.landmark(1, true), LINEAR.landmark(1.5, true), LINEAR.landmark(3, true)], [1.5, 3, 3]);
  assert.equal(LOGARITHMIC.landmark(0.02, false), 0.01);
});

test("what has a name: the best and the borders, or the powers of ten", () => {
  assert.deepEqual(LINEAR.landmarks().map(({ text }) => text), ["best 1.5", "3", "1.5", "0"]);
  assert.deepEqual(LOGARITHMIC.landmarks().map(({ text }) => text), ["0.0001", "0.001", "0.01", "0.1", "1", "10"]);
  const tiny = new Scale({ low: 1e-7, high: 1e-3, scale: "log", best: null, regions: [] });
  assert.deepEqual(tiny.landmarks().map(({ text }) => text), ["10⁻⁷", "10⁻⁶", "10⁻⁵", "0.0001", "0.001"]);
});
