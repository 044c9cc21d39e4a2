// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { watchPen } from "../../../../playground/ui/components/digit_reading/pen.js";

function follow() {
  const page = new EventTarget();
  const said = /** @type {string[]} */ ([]);
  const pen = { press: () => said.push("press"), move: () => said.push("move"), lift: () => said.push("lift") };
  const stop = watchPen(page, (target) => target === page, pen);
  return { page, said, stop, happen: (/** @type {string[]} */ ...names) => names.forEach((name) => page.dispatchEvent(new Event(name))) };
}

test("a stroke begins on the canvas, moves and ends anywhere", () => {
  const { said, happen } = follow();
  happen("pointermove", "pointerdown", "pointermove", "touchmove", "pointerup", "pointermove");
  assert.deepEqual(said, ["press", "move", "move", "lift"]);
});

test("a second finger does not begin another stroke, and a cancelled one ends", () => {
  const { said, happen } = follow();
  happen("pointerdown", "pointerdown", "pointercancel", "pointerup");
  assert.deepEqual(said, ["press", "lift"]);
});

test("a press elsewhere is no stroke", () => {
  const page = new EventTarget();
  let pressed = 0;
  watchPen(page, () => false, { press: () => pressed++, move: () => pressed++, lift: () => pressed++ });
  for (const name of ["pointerdown", "pointermove", "pointerup"]) page.dispatchEvent(new Event(name));
  assert.equal(pressed, 0);
});

test("nothing is followed any more once it is stopped", () => {
  const { said, happen, stop } = follow();
  stop();
  happen("pointerdown");
  assert.deepEqual(said, []);
});
