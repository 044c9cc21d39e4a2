// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { coordinateText, countText, lossText, numberText } from "../../../playground/ui/components/number_text.js";

test("numbers are written as a person does", () => {
  /** @type {[number, string][]} */
  const cases = [
    [0, "0"],
    [-0, "0"],
    [1, "1"],
    [-12345, "−12345"],
    [0.412, "0.412"],
    [-1.35, "−1.35"],
    [3.2e-5, "3.2×10⁻⁵"],
    [-3.2e-12, "−3.2×10⁻¹²"],
    [0.0001, "0.0001"],
    [-1e-8, "−10⁻⁸"],
    [0.00009999951, "0.0001"],
    [123456.7, "123500"],
    [1234567, "1.235×10⁶"],
    [999999.9, "10⁶"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [NaN, "not a number"],
  ];
  for (const [value, text] of cases) assert.equal(numberText(value), text);
  assert.equal(numberText(-2.34567, 2), "−2.3");
});

test("Python writes the numbers of this table in the same way", () => {
  /** @type {[number, number, string][]} */
  const table = JSON.parse(readFileSync(new URL("number_texts.json", import.meta.url), "utf8"));
  assert.ok(table.length > 500);
  for (const [value, digits, text] of table) assert.equal(numberText(value, digits), text);
});

test("a coordinate has the decimals that its window needs", () => {
  assert.equal(coordinateText(1.23456, 4), "1.23");
  assert.equal(coordinateText(-1.23456, 40), "−1.2");
  assert.equal(coordinateText(-0.001, 4), "0.00");
  assert.equal(coordinateText(1234.5, 5000), "1235");
  assert.equal(coordinateText(1e-7, 1e-9), "0.000000");
});

test("counts have commas", () => {
  assert.equal(countText(1234567), "1,234,567");
  assert.equal(countText(999), "999");
  assert.equal(lossText(0.5), "loss 0.5");
});
