import assert from "node:assert/strict";
import { test } from "node:test";

import { charactersOf, tableFit } from "../../../../playground/ui/components/descent_player/table_fit.js";

const LINES = [{ template: "" }, { template: "{beta1} · {m} + {rest1} · {g}" }, { template: "{x} + {step}" }];

test("a table with room for its longest line has one line for each quantity", () => {
  const { stacked, column, rows } = tableFit(LINES, 2, 1600);
  assert.equal(stacked, false);
  assert.deepEqual(rows, [1, 1, 1]);
  assert.ok(150 + 2 * column <= 1600);
});

test("without that room arithmetic is above its result, in columns that fit", () => {
  for (const width of [710, 500, 356]) {
    const { stacked, column, rows } = tableFit(LINES, 3, width);
    assert.equal(stacked, true);
    assert.ok(72 + 3 * column <= width);
    const characters = ((width - 72) / 3 - 18) / 5.9;
    LINES.forEach((line, index) => assert.ok(rows[index] * characters >= charactersOf(line)));
  }
});
