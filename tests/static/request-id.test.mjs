// Ids of requests, by static/request-id.js.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { newRequestId } from "../../static/request-id.js";

test("a request id is a random UUID of version 4", () => {
  const zeros = newRequestId({ getRandomValues: (bytes) => bytes.fill(0) });
  assert.equal(zeros, "00000000-0000-4000-8000-000000000000");
  const ones = newRequestId({ getRandomValues: (bytes) => bytes.fill(255) });
  assert.equal(ones, "ffffffff-ffff-4fff-bfff-ffffffffffff");
});

test("no two are alike", () => {
  const ids = new Set(Array.from({ length: 1000 }, () => newRequestId(webcrypto)));
  assert.equal(ids.size, 1000);
});
