// Waiting longer after each failure, by static/backoff.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff } from "../../static/backoff.js";

test("each wait is up to twice the one before, and never more than 20 s", () => {
  const most = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((failures) => backoff(failures, () => 1));
  assert.deepEqual(most, [500, 1000, 2000, 4000, 8000, 16000, 20000, 20000, 20000]);
});

test("half of a wait is left to chance, so that clients do not come back all at once", () => {
  assert.deepEqual([backoff(3, () => 0), backoff(3, () => 0.5)], [1000, 1500]);
});
