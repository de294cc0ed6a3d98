// Addresses inside the page, read and written by static/routes.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hashOf, isSecret, readRoute } from "../../static/routes.js";

const id = "01890a5d-ac96-774b-bcce-b302099a8057";

test("a room's address leads back to the room", () => {
  assert.equal(hashOf({ name: "room", id }), `#/rooms/${id}`);
  assert.deepEqual(readRoute(`#/rooms/${id}`), { name: "room", id });
});

test("the account has an address", () => {
  assert.deepEqual(readRoute(hashOf({ name: "account" })), { name: "account" });
});

test("a mailed link says what it is for, and its token is a secret", () => {
  for (const kind of ["verify", "reset", "email"]) {
    const route = readRoute(`#/${kind}/Zm9v-YmFy_1`);
    assert.deepEqual(route, { name: "link", kind, token: "Zm9v-YmFy_1" });
    assert.ok(isSecret(route));
    assert.equal(hashOf(route), "#/");
  }
});

test("who comes back from a provider brings a ticket, which is a secret", () => {
  for (const purpose of ["sign_in", "link", "prove"]) {
    const route = readRoute(`#/entered/${purpose}/Zm9v-YmFy_1`);
    assert.deepEqual(route, { name: "entered", purpose, ticket: "Zm9v-YmFy_1" });
    assert.ok(isSecret(route));
    assert.equal(hashOf(route), "#/");
  }
});

test("who is sent back without being let in is told why", () => {
  const route = readRoute("#/not-entered/provider-unavailable");
  assert.deepEqual(route, { name: "notEntered", why: "provider-unavailable" });
  assert.equal(isSecret(route), false);
  assert.deepEqual(readRoute("#/not-entered/<b>"), { name: "start" });
});

test("rooms and the account are no secret", () => {
  assert.equal(isSecret({ name: "room", id }), false);
  assert.equal(isSecret({ name: "account" }), false);
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
    "#/verify/",
    "#/verify/a%20b%20c%20d",
    "#/entered/become_admin/Zm9v-YmFy_1",
    "#/account/x",
  ]) {
    assert.deepEqual(readRoute(hash), { name: "start" }, hash);
  }
  assert.equal(hashOf({ name: "start" }), "#/");
});
