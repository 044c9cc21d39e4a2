// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { outputText } from "../../../../playground/ui/components/neuron_plane/words.js";

test("what is nearly 1 is not said to be 1, and 1 is", () => {
  assert.equal(outputText(0.9997), "0.9997");
  assert.equal(outputText(0.99999989), "≈ 1");
  assert.equal(outputText(1), "1");
  assert.equal(outputText(1e-9), "≈ 0");
  assert.equal(outputText(-0.33182), "−0.3318");
});
