// The HTTP API by name, as static/api.js calls it, against a real server.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Api } from "../../static/api.js";
import { createHttp } from "../../static/http.js";
import { lockOfAllTabs, Session } from "../../static/session.js";
import { MemoryStorage } from "../../static/storage.js";
import { serve } from "./server.mjs";

const user = { id: "u1", nickname: "민수", guest: true };
const expired = { status: 401, body: { detail: "expired", code: 401 } };

/**
 * An API whose server takes `valid.token`, and gives `new` for the refresh token.
 *
 * @param {(request: object) => object} answer for requests with a valid token
 */
async function apiWith(context, answer) {
  const valid = { token: "new", refreshes: 0, refuses: false };
  const server = await serve((request) => {
    if (request.path === "/api/v1/sessions/refresh") {
      valid.refreshes += 1;
      if (valid.refuses) return expired;
      return { status: 200, body: { access_token: "new", refresh_token: "next", user } };
    }
    return request.token === valid.token ? answer(request) : expired;
  });
  context.after(server.close);
  const http = createHttp(server.fetch);
  const session = new Session({
    storage: new MemoryStorage(),
    http,
    lock: lockOfAllTabs(undefined),
  });
  session.begin({ access_token: "old", refresh_token: "first", user });
  return { api: new Api(http, session), session, valid };
}

const lists = ({ path }) =>
  path === "/api/v1/rooms"
    ? { status: 200, body: { rooms: [{ id: "r1" }] } }
    : { status: 200, body: { personas: [{ key: "boss" }], tutor: "offline" } };

test("many calls with an expired token are answered after one renewal", async (context) => {
  const { api, valid } = await apiWith(context, lists);
  const [rooms, personas, tutor] = await Promise.all([api.rooms(), api.personas(), api.tutor()]);
  assert.deepEqual([rooms[0].id, personas[0].key, tutor], ["r1", "boss", "offline"]);
  assert.equal(valid.refreshes, 1);
});

test("a call with a good token renews nothing", async (context) => {
  const { api, valid, session } = await apiWith(context, lists);
  session.begin({ access_token: "new", refresh_token: "next", user });
  await api.rooms();
  assert.equal(valid.refreshes, 0);
});

test("a token that is refused again is not renewed for ever", async (context) => {
  const { api, valid } = await apiWith(context, lists);
  valid.token = "none of them";
  await assert.rejects(api.rooms(), { code: 401 });
  assert.equal(valid.refreshes, 1);
});

test("a session that cannot be renewed is over", async (context) => {
  const { api, valid, session } = await apiWith(context, lists);
  valid.refuses = true;
  await assert.rejects(api.rooms(), { code: 401 });
  assert.equal(session.user, null);
});

test("other refusals are passed on without a renewal", async (context) => {
  const refusal = { status: 404, body: { detail: "gone", code: 404 } };
  const { api, valid, session } = await apiWith(context, () => refusal);
  session.begin({ access_token: "new", refresh_token: "next", user });
  await assert.rejects(api.leaveRoom("r1"), { code: 404 });
  assert.equal(valid.refreshes, 0);
});

test("a wrong password is told as such, and is no reason to renew", async (context) => {
  const { api, valid } = await apiWith(context, lists);
  await assert.rejects(api.comingIn.logIn({ email: "a@b.kr", password: "wrong" }), { code: 401 });
  assert.equal(valid.refreshes, 0);
});

test("logging out ends the session on the server, then here", async (context) => {
  const heard = [];
  const { api, session } = await apiWith(context, ({ method, path }) => {
    heard.push(`${method} ${path}`);
    return { status: 204 };
  });
  await api.logOut();
  assert.deepEqual(heard, ["DELETE /api/v1/sessions/current"]);
  assert.equal(session.user, null);
});

test("logging out forgets the session also where the server does not answer", async (context) => {
  const { api, session } = await apiWith(context, () => ({ status: 503, body: { code: 503 } }));
  session.begin({ access_token: "new", refresh_token: "next", user });
  assert.equal(await api.logOut(), false);
  assert.equal(session.user, null);
  assert.equal(session.accessToken, null);
});

test("a guest who keeps the account is no guest any more", async (context) => {
  const { api, session } = await apiWith(context, () => ({
    status: 200,
    body: { ...user, guest: false },
  }));
  await api.account.keep({ email: "a@b.kr", password: "long enough" });
  assert.equal(session.user.guest, false);
});

test("deleting the account leaves nothing of it here", async (context) => {
  const { api, session } = await apiWith(context, () => ({ status: 204 }));
  session.begin({ access_token: "new", refresh_token: "next", user });
  await api.account.remove();
  assert.deepEqual([session.user, session.accessToken, session.key], [null, null, null]);
});
