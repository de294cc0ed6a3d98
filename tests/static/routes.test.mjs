// Addresses inside the page, read and written by static/routes.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hashOf, readRoute } from "../../static/routes.js";

const id = "01890a5d-ac96-774b-bcce-b302099a8057";

test("a room's address leads back to the room", () => {
  assert.equal(hashOf({ name: "room", id }), `#/rooms/${id}`);
  assert.deepEqual(readRoute(`#/rooms/${id}`), { name: "room", id });
});

test("everything else leads to the start", () => {
  for (const hash of [
    "",
    "#",
    "#/",
    "#/rooms/",
    `#/rooms/${id}/x`,
    "#/rooms/../../api",
    "#/rooms/%2e",
  ]) {
    assert.deepEqual(readRoute(hash), { name: "start" }, hash);
  }
  assert.equal(hashOf({ name: "start" }), "#/");
});
