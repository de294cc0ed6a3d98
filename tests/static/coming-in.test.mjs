// The ways in, as static/coming-in.js tells a session from what is still missing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Caller } from "../../static/caller.js";
import { ComingIn } from "../../static/coming-in.js";
import { createHttp } from "../../static/http.js";
import { lockOfAllTabs, Session } from "../../static/session.js";
import { MemoryStorage } from "../../static/storage.js";
import { serve } from "./server.mjs";

const user = { id: "u1", nickname: "민수", guest: false };
const signed = { access_token: "access", refresh_token: "refresh", user };
const credentials = { email: "minsu@example.kr", password: "long enough" };

/** @param {(request: object) => object} answer */
async function comingInWith(context, answer) {
  const server = await serve(answer);
  context.after(server.close);
  const http = createHttp(server.fetch);
  const session = new Session({
    storage: new MemoryStorage(),
    http,
    lock: lockOfAllTabs(undefined),
  });
  return { comingIn: new ComingIn(new Caller(http, session), session), session };
}

test("who needs nothing more is signed in", async (context) => {
  const { comingIn, session } = await comingInWith(context, () => ({ status: 201, body: signed }));
  assert.equal(await comingIn.logIn(credentials), null);
  assert.deepEqual(session.user, user);
});

test("a second factor is asked for before there is a session, and then there is one", async (context) => {
  const half = { second_factor: "ticket", factors: ["totp", "recovery_code"], passkey: null };
  const { comingIn, session } = await comingInWith(context, ({ path, body }) => {
    if (path === "/api/v1/sessions") return { status: 202, body: half };
    assert.deepEqual(body, { ticket: "ticket", code: "123456" });
    return { status: 201, body: signed };
  });
  assert.deepEqual(await comingIn.logIn(credentials), half);
  assert.equal(session.user, null);
  assert.equal(await comingIn.secondFactor("ticket", { code: "123456" }), null);
  assert.deepEqual(session.user, user);
});

test("who comes from a provider for the first time is asked for the rest", async (context) => {
  const unknown = { registration: "r", nickname: "민수", email: null, email_verified: false };
  const { comingIn, session } = await comingInWith(context, () => ({ status: 200, body: unknown }));
  assert.deepEqual(await comingIn.entered("ticket"), unknown);
  assert.equal(session.user, null);
});

test("an account that is being deleted can be taken back with the ticket it answers", async (context) => {
  const { comingIn, session } = await comingInWith(context, ({ path, body }) => {
    if (path === "/api/v1/account/restored") {
      assert.deepEqual(body, { ticket: "back" });
      return { status: 204 };
    }
    const problem = { type: "/problems/account-deleted", code: 403, detail: "", ticket: "back" };
    return { status: 403, body: problem };
  });
  assert.deepEqual(await comingIn.logIn(credentials), { restore: "back" });
  await comingIn.restored("back");
  assert.equal(session.user, null);
});

test("a refusal is a refusal", async (context) => {
  const refusal = { status: 401, body: { type: "/problems/unauthenticated", code: 401 } };
  const { comingIn } = await comingInWith(context, () => refusal);
  await assert.rejects(comingIn.logIn(credentials), { code: 401 });
});
