// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { isolated, toggled } from "../../../../playground/ui/components/plotly_figure/legend.js";
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
