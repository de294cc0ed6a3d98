// What the page keeps, by static/storage.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryStorage, usableStorage } from "../../static/storage.js";

test("the browser's storage is used where it can be", () => {
  const storage = new MemoryStorage();
  assert.equal(
    usableStorage(() => storage),
    storage,
  );
  assert.equal(storage.length, 0);
});

test("where the browser forbids it, what is kept lasts as long as the page", (context) => {
  const warned = context.mock.method(console, "warn", () => {});
  const storage = usableStorage(() => {
    throw new DOMException("denied", "SecurityError");
  });
  storage.setItem("name", "민수");
  assert.equal(storage.getItem("name"), "민수");
  assert.equal(warned.mock.callCount(), 1);
});

test("kept values can be counted, listed and removed", () => {
  const storage = new MemoryStorage();
  storage.setItem("one", "1");
  storage.setItem("two", "2");
  assert.deepEqual([storage.length, storage.key(1), storage.key(2)], [2, "two", null]);
  storage.removeItem("one");
  assert.equal(storage.getItem("one"), null);
});
