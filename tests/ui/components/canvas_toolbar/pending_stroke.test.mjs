// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { watchStrokes } from "../../../../playground/ui/components/canvas_toolbar/pending_stroke.js";

class Place extends EventTarget {}

function watched() {
  const page = new Place();
  const canvas = new Place();
  let time = 0;
  let flushed = 0;
  const end = watchStrokes(page, canvas, () => (flushed += 1), () => time);
  const happen = (/** @type {string} */ name, /** @type {object[]} */ path = []) => {
    const event = new Event(name);
    event.composedPath = () => /** @type {EventTarget[]} */ (path);
    page.dispatchEvent(event);
  };
  return {
    happen,
    stroke: () => (happen("pointerdown", [canvas]), happen("pointerup")),
    wait: (/** @type {number} */ milliseconds) => (time += milliseconds),
    flushed: () => flushed,
    end,
  };
}

test("a press beside the canvas sends the stroke that was just drawn, once", () => {
  const hand = watched();
  hand.stroke();
  hand.wait(40);
  hand.happen("pointerdown");
  hand.happen("pointerdown");
  assert.equal(hand.flushed(), 1);
});

test("so does a key", () => {
  const hand = watched();
  hand.stroke();
  hand.happen("keydown");
  assert.equal(hand.flushed(), 1);
});

test("a stroke that the canvas has sent by itself is not sent again", () => {
  const hand = watched();
  hand.stroke();
  hand.wait(300);
  hand.happen("keydown");
  assert.equal(hand.flushed(), 0);
});

test("nothing is sent without a stroke, in the middle of one, or at the beginning of the next", () => {
  const hand = watched();
  hand.happen("pointerdown");
  hand.happen("pointerup");
  hand.happen("keydown");
  hand.stroke();
  hand.stroke();
  assert.equal(hand.flushed(), 0);
});

test("it ends", () => {
  const hand = watched();
  hand.stroke();
  hand.end();
  hand.happen("keydown");
  assert.equal(hand.flushed(), 0);
});
