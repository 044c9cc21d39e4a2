// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { isolated, toggled } from "../../../../playground/ui/components/plotly_figure/legend.js";
import { placeAt } from "../../../../playground/ui/components/plotly_figure/place.js";
import { recolored } from "../../../../playground/ui/components/plotly_figure/theme.js";

const TRACES = [{ name: "ReLU" }, { name: "Tanh" }, { name: "ReLU", showlegend: false }, { name: "axis", showlegend: false }];

test("a click on the legend hides a curve, and shows it again", () => {
  const hidden = toggled(new Set(["Tanh"]), "ReLU");
  assert.deepEqual([...hidden], ["Tanh", "ReLU"]);
  assert.deepEqual([...toggled(hidden, "ReLU")], ["Tanh"]);
});

test("a double click leaves one curve, and what is not in the legend; again, and all are back", () => {
  const hidden = isolated(new Set(), "ReLU", TRACES);
  assert.deepEqual([...hidden], ["Tanh"]);
  assert.deepEqual([...isolated(hidden, "ReLU", TRACES)], []);
  assert.deepEqual([...isolated(new Set(["ReLU"]), "ReLU", TRACES)], ["Tanh"], "a hidden curve is not alone");
});

test("each colour that has a counterpart is replaced, however it is written", () => {
  assert.equal(recolored('["#FFFFFF", "#123456"]', { "#ffffff": "#0e1117" }), '["#0e1117", "#123456"]');
});

test("a click is at a number of the axis, wherever the panel is clicked", () => {
  const axis = { _offset: 50, _length: 200, p2d: (/** @type {number} */ pixel) => -6 + (12 * pixel) / 200 };
  assert.equal(placeAt(axis, 150), 0);
  assert.equal(placeAt(axis, 50), -6);
  assert.equal(placeAt(axis, 251), 6, "a pixel beyond the end is the end");
});
