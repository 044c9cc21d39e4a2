// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { sizeOf } from "../../../../playground/ui/components/paste_image/paste.js";

test("a large picture is made small, a small one keeps its size", () => {
  assert.deepEqual(sizeOf({ width: 4000, height: 3000 }), { width: 1280, height: 960 });
  assert.deepEqual(sizeOf({ width: 300, height: 200 }), { width: 300, height: 200 });
  assert.deepEqual(sizeOf({ width: 9000, height: 1 }), { width: 1280, height: 1 });
});
