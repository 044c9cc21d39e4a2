// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { reasonText } from "../../../../playground/ui/components/digit_reading/words.js";

const KINDS = ["one digit", "a scribble", "several digits side by side"].map((name) => ({ name, size: 1 }));

test("a refusal says what the drawing looks like and what to do", () => {
  assert.equal(reasonText(KINDS, 1, false), "It looks more like a scribble. So no answer is given. Draw one digit from 0 to 9.");
  assert.match(reasonText(KINDS, 2, false), /They touch: leave room between them\.$/);
});

test("while the pen is down nothing is said that the server's answer could take back", () => {
  assert.equal(reasonText(KINDS, 1, true), "It looks more like a scribble.");
  assert.match(reasonText(KINDS, 2, true), /They are read one by one once the pen is lifted\.$/);
});
