// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { arithmeticText } from "../../../../playground/ui/components/descent_player/arithmetic.js";

/** @type {Record<string, number>} */
const STEP = { m: 0.412, g: -1.35, v: 3.2e-5, zero: 0, one: 1, big: 1234567, gone: Infinity };
const CASES = [
  ["0.9 · {m} + 0.1 · {g}", "0.9 · 0.412 + 0.1 · (−1.35)"],
  ["{g} + {g}²", "−1.35 + (−1.35)²"],
  ["{v}² / {m}", "(3.2×10⁻⁵)² / 0.412"],
  ["{m} / {v}", "0.412 / (3.2×10⁻⁵)"],
  ["−0.1 · {m} / (√{v} + 10⁻⁸)", "−0.1 · 0.412 / (√(3.2×10⁻⁵) + 10⁻⁸)"],
  ["{one} − {zero}", "1 − 0"],
  ["{big}", "1.235×10⁶"],
  ["{gone}", "∞"],
];

for (const [template, text] of CASES) {
  test(`${template} with numbers`, () => {
    assert.equal(arithmeticText(template, (name) => STEP[name]), text);
  });
}
