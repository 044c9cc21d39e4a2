// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { deliver } from "../../../playground/ui/components/deliver.js";

test("a bundle leaves its mount under its name and says so", () => {
  const mount = () => undefined;
  const called = /** @type {string[]} */ ([]);
  const target = Object.assign(globalThis, { dispatchEvent: (/** @type {Event} */ event) => called.push(event.type) });
  deliver("tile_grid", mount)();
  assert.deepEqual(called, ["playground-tile_grid"]);
  assert.equal(Reflect.get(target, "playgroundComponents").tile_grid, mount);
});
