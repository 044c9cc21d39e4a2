// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIVATIONS } from "../../../../playground/ui/components/evaluation/activations.js";
import { shadeOf, shadePixel } from "../../../../playground/ui/components/neuron_plane/heat_map.js";

const theme = /** @type {any} */ ({ paper: [250, 250, 250], tones: [[180, 120, 30], [50, 80, 210]] });

test("a shade is above 0 exactly where z is, for every activation", () => {
  for (const [name, build] of Object.entries(ACTIVATIONS)) {
    const shade = shadeOf(name, build({}));
    for (let z = -20; z <= 20; z += 0.25) assert.equal(shade(z) > 0, z > 0, `${name} at ${z}`);
    for (let z = -1000; z <= 1000; z += 50) assert.ok(Math.abs(shade(z)) <= 1, `${name} at ${z}`);
  }
});

test("a sigmoid's shade is the difference of both classes' probabilities", () => {
  const shade = shadeOf("sigmoid", ACTIVATIONS.sigmoid({}));
  for (const z of [-3, -0.5, 0, 2]) assert.ok(Math.abs(shade(z) - Math.tanh(z / 2)) < 1e-12);
});

test("no shade is paper, full ones lean to the tone of their side", () => {
  assert.equal(shadePixel(theme, 0) & 0xffffff, 0xfafafa);
  const [below, above] = [-1, 1].map((shade) => shadePixel(theme, shade));
  assert.ok((below & 255) > (below >> 16 & 255), "the tone below 0 is rather red");
  assert.ok((above & 255) < (above >> 16 & 255), "the tone above 0 is rather blue");
});
