// Bytes as text by static/base64url.js: the RFC's examples, and every byte there and back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64url, toBase64url } from "../../static/base64url.js";

test("the examples of RFC 4648, 10, without padding", () => {
  for (const [text, encoded] of [
    ["", ""],
    ["f", "Zg"],
    ["fo", "Zm8"],
    ["foo", "Zm9v"],
    ["foob", "Zm9vYg"],
  ]) {
    assert.equal(toBase64url(new TextEncoder().encode(text)), encoded);
    assert.equal(new TextDecoder().decode(fromBase64url(encoded)), text);
  }
});

test("every byte comes back, in letters that an address may have", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, place) => place);
  const text = toBase64url(bytes);
  assert.match(text, /^[\w-]+$/);
  assert.deepEqual(fromBase64url(text), bytes);
});
