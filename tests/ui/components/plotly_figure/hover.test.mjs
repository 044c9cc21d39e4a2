// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { valuesOf, writeNumbers } from "../../../../playground/ui/components/plotly_figure/hover.js";

test("a number in N digits is written as sentences write it", () => {
  const trace = { name: "loss", hovertemplate: "%{y:.3~g}<extra>Run 1</extra>", y: [2.302585, 7.234e-6, null, 0.5] };
  writeNumbers(trace);
  assert.deepEqual(Reflect.get(trace, "text"), ["2.3", "7.23×10⁻⁶", "", "0.5"]);
  assert.equal(trace.hovertemplate, "%{text}<extra>Run 1</extra>");
});

test("arrays of NumPy are read", () => {
  const base64 = (/** @type {Float32Array | Float64Array} */ numbers) => Buffer.from(numbers.buffer).toString("base64");
  assert.deepEqual(valuesOf({ dtype: "f4", bdata: base64(new Float32Array([0.5, -2])) }), [0.5, -2]);
  assert.deepEqual(valuesOf({ dtype: "f8", bdata: base64(new Float64Array([0.1, 1e300])) }), [0.1, 1e300]);
});

test("another template stays as it is", () => {
  const trace = { name: "accuracy", hovertemplate: "%{text}", text: ["97.84 %"], y: [97.84] };
  writeNumbers(trace);
  assert.deepEqual(trace, { name: "accuracy", hovertemplate: "%{text}", text: ["97.84 %"], y: [97.84] });
});
