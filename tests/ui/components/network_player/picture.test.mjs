// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { traceBoundary } from "../../../../playground/ui/components/network_player/boundary.js";
import { softmaxAt } from "../../../../playground/ui/components/network_player/forward.js";
import { enlarge } from "../../../../playground/ui/components/network_player/heat_maps.js";
import { widthOf } from "../../../../playground/ui/components/network_player/network_drawing.js";
import { biasAt, endsOf, linkAt, networkPlaces, parameterOf } from "../../../../playground/ui/components/network_player/network_places.js";
import { colorInto } from "../../../../playground/ui/components/network_player/ramps.js";
import { timelinePlaces } from "../../../../playground/ui/components/network_player/timeline_places.js";

const SIZES = [2, 4, 2, 1];

test("neurons lie in columns within the picture, none above another", () => {
  for (const sizes of [SIZES, [8, 8, 8, 8, 8, 8, 8, 3], [1, 1]]) {
    const { corners, tile, width, height } = networkPlaces(sizes, 640, 400);
    corners.forEach((layer, number) => {
      assert.equal(layer.length, sizes[number]);
      layer.forEach(([x, y], index) => {
        assert.ok(x >= 0 && x + tile <= width && y >= 0 && y + tile <= height, `${sizes} ${x} ${y}`);
        if (index) assert.ok(y - layer[index - 1][1] >= tile + 14, "room for a number");
        if (number) assert.ok(x - corners[number - 1][0][0] >= tile + 16, "room for lines");
      });
    });
  }
});

test("the largest network has room beside the plane and on a phone; with less the picture is wider, so that it scrolls", () => {
  const largest = [8, 8, 8, 8, 8, 8, 8, 3];
  for (const [room, height] of [[640, 400], [380, 400], [358, 330]]) assert.equal(networkPlaces(largest, room, height).width, room);
  assert.ok(networkPlaces(largest, 300, 330).width > 330);
});

test("a place on a line means its weight, a place on a dot its bias, any other nothing", () => {
  const places = networkPlaces(SIZES, 640, 400);
  const link = { layer: 1, index: 2, from: 0 };
  const [[x0, y0], [x1, y1]] = endsOf(places, link);
  for (const t of [0.3, 0.5, 0.8]) {
    const u = 1 - t;
    const handle = (x0 + x1) / 2;
    const x = u ** 3 * x0 + 3 * u * u * t * handle + 3 * u * t * t * handle + t ** 3 * x1;
    const y = u ** 3 * y0 + 3 * u * u * t * y0 + 3 * u * t * t * y1 + t ** 3 * y1;
    assert.deepEqual(linkAt(places, SIZES, [x, y + 0.5]), link, String(t));
  }
  assert.deepEqual(linkAt(places, SIZES, biasAt(places, 2, 1)), { layer: 2, index: 1, from: -1 });
  assert.equal(linkAt(places, SIZES, [2, 2]), null);
});

test("a weight's place in the vector is that of PyTorch's parameters", () => {
  // 0.weight (4, 2), 0.bias (4,), 2.weight (2, 4), 2.bias (2,), 4.weight (1, 2), 4.bias (1,)
  assert.equal(parameterOf(SIZES, { layer: 1, index: 3, from: 1 }), 7);
  assert.equal(parameterOf(SIZES, { layer: 1, index: 0, from: -1 }), 8);
  assert.equal(parameterOf(SIZES, { layer: 2, index: 1, from: 2 }), 18);
  assert.equal(parameterOf(SIZES, { layer: 3, index: 0, from: -1 }), 24);
});

test("a line is wider the larger its weight, within limits, and thin where it is no number", () => {
  const widths = [0, 0.5, 1, 3, 50].map(widthOf);
  assert.deepEqual([...widths].sort((one, other) => one - other), widths);
  assert.ok(widths[4] <= 7);
  assert.equal(widthOf(NaN), widthOf(0));
  assert.equal(widthOf(-2), widthOf(2));
});

test("the line between the classes lies where the output is 0", () => {
  const grid = 12;
  const values = Float32Array.from({ length: grid * grid }, (_, at) => (at % grid) - 4.25);
  /** @type {number[]} */
  const xs = [];
  const add = (/** @type {number} */ x) => xs.push(x);
  traceBoundary({ moveTo: add, lineTo: add }, values, grid, 10);
  assert.equal(xs.length, 2 * (grid - 1));
  for (const x of xs) assert.ok(Math.abs(x - 47.5) < 1e-9, String(x));
});

test("between the cells' middles values are interpolated, in them they stay", () => {
  const grid = 6;
  const values = Float32Array.from({ length: grid * grid }, (_, at) => 3 * (at % grid) - Math.floor(at / grid));
  const into = new Float32Array((4 * grid) ** 2);
  enlarge(values, grid, into);
  for (const [row, column] of [[5, 9], [12, 7], [20, 20]]) {
    const expected = 3 * ((column + 0.5) / 4 - 0.5) - ((row + 0.5) / 4 - 0.5);
    assert.ok(Math.abs(into[row * 4 * grid + column] - expected) < 1e-5);
  }
});

test("a value beyond the ramp has its end's colour, one that is no number the middle's", () => {
  const ramp = { colors: Uint32Array.from([10, 11, 12, 13, 14]), scale: 2, half: 2 };
  const pixels = new Uint32Array(7);
  colorInto(Float32Array.from([-9, -1, 0, 0.5, 1, Infinity, NaN]), ramp, pixels, 0);
  assert.deepEqual([...pixels], [10, 10, 12, 13, 14, 14, 12]);
});

test("softmax does not overflow", () => {
  const shares = [0, 0, 0];
  softmaxAt([Float32Array.of(1000), Float32Array.of(1000), Float32Array.of(-1000)], 0, shares);
  assert.deepEqual(shares, [0.5, 0.5, 0]);
});

test("the timeline ends with what was shown, and holds older branches", () => {
  const known = { first: 40, train: [0.5, 0.4, 0.3], test: [0.6, NaN, 0.4] };
  const others = [{ name: "1", from: 0, train: [2, null, 1], test: [1, 1, 1] }];
  const places = timelinePlaces(known, 41, others, false, { width: 600, height: 110 });
  assert.deepEqual([places.first, places.last, places.low, places.high], [0, 41, 0, 2]);
  for (const epoch of [0, 17, 41]) assert.ok(Math.abs(places.epoch(places.x(epoch)) - epoch) < 1e-9);
  assert.equal(places.epoch(-100), 0);
  assert.ok(places.y(2) < places.y(0.5));
  const logarithmic = timelinePlaces(known, 41, [], true, { width: 600, height: 110 });
  assert.deepEqual([logarithmic.low, logarithmic.high], [0.4, 0.6]);
  assert.ok(Math.abs(logarithmic.y(Math.sqrt(0.24)) - (logarithmic.y(0.4) + logarithmic.y(0.6)) / 2) < 1e-9);
});
