// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { backgroundOf } from "../../../../playground/ui/components/tile_grid/sprite.js";

const SPRITE = { url: "data:,", across: 4, down: 3, width: 28, height: 28 };

test("a tile's place is counted in percent between the first and the last", () => {
  assert.equal(backgroundOf(SPRITE, 0).backgroundPosition, "0% 0%");
  assert.equal(backgroundOf(SPRITE, 11).backgroundPosition, "100% 100%");
  assert.equal(backgroundOf(SPRITE, 5).backgroundPosition, `${100 / 3}% 50%`);
  assert.deepEqual([backgroundOf(SPRITE, 0).backgroundSize, backgroundOf(SPRITE, 0).aspectRatio], ["400% 300%", "28 / 28"]);
});

test("one row and one column have no way to go", () => {
  assert.equal(backgroundOf({ ...SPRITE, across: 1, down: 1 }, 0).backgroundPosition, "0% 0%");
});
