// Tokens and their renewal by static/session.js: one at a time, in this tab and across tabs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Problem } from "../../static/problem.js";
import { lockOfAllTabs, Session } from "../../static/session.js";
import { MemoryStorage } from "../../static/storage.js";

const user = { id: "u1", nickname: "민수", guest: true };
const signed = (number) => ({
  access_token: `access-${number}`,
  refresh_token: `refresh-${number}`,
  user,
});
const over = new Problem({ code: 401, detail: "over", temporary: false });
const away = new Problem({ code: 0, detail: "away", temporary: true });

/** A lock as the browser has it for all tabs: one at a time, in order. */
function fairLock() {
  let last = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}

/** @param {(request: object) => Promise<object>} http */
function sessionWith(http, storage = new MemoryStorage(), lock = fairLock()) {
  const session = new Session({ storage, http, lock });
  if (session.user === null) session.begin(signed(1));
  return { session, storage, lock };
}

test("a session that began is there after a reload", () => {
  const { storage } = sessionWith(async () => signed(2));
  const reloaded = new Session({ storage, http: async () => signed(2), lock: fairLock() });
  const { id, guest } = user;
  assert.deepEqual(
    [reloaded.user, reloaded.accessToken],
    [{ id, guest, nickname: null }, "access-1"],
  );
});

test("the browser is given nothing of who one is but what the page cannot wait for", () => {
  const { session, storage } = sessionWith(async () => signed(2));
  const whole = {
    id: "u1",
    nickname: "민수",
    birth_year: 1995,
    email: "minsu@example.com",
    email_verified: true,
    guest: false,
    role: "user",
    language: "ko",
    level: "beginner",
  };
  session.update(whole);
  session.begin({ ...signed(2), user: whole });
  const kept = JSON.parse(storage.getItem("dorandoran.session"));
  assert.deepEqual(Object.keys(kept).sort(), ["access_token", "key", "refresh_token", "user"]);
  assert.deepEqual(kept.user, { id: "u1", guest: false, level: "beginner" });
  assert.equal(session.user.nickname, "민수");
});

test("the name of one who was signed in is not shown to the next, also from another tab", () => {
  const one = sessionWith(async () => signed(2));
  const other = new Session({ storage: one.storage, http: async () => signed(2), lock: fairLock() });
  other.begin({ ...signed(3), user: { ...user, id: "u2", nickname: "지우" } });
  assert.deepEqual([one.session.user.id, one.session.user.nickname], ["u2", null]);
});

test("however many ask for a new token at once, one renewal is made", async () => {
  const requests = [];
  const { session } = sessionWith(async (request) => {
    requests.push(request.body.refresh_token);
    return signed(2);
  });
  const tokens = await Promise.all([1, 2, 3, 4].map(() => session.renewed("access-1")));
  assert.deepEqual(requests, ["refresh-1"]);
  assert.deepEqual(new Set(tokens), new Set(["access-2"]));
});

test("two tabs that ask at once make one renewal between them", async () => {
  const requests = [];
  const http = async (request) => {
    requests.push(request.body.refresh_token);
    return signed(requests.length + 1);
  };
  const one = sessionWith(http);
  const other = sessionWith(http, one.storage, one.lock);
  const tokens = await Promise.all([
    one.session.renewed("access-1"),
    other.session.renewed("access-1"),
  ]);
  assert.deepEqual(requests, ["refresh-1"]);
  assert.deepEqual(tokens, ["access-2", "access-2"]);
});

test("a token that another tab renewed already is taken as it is", async () => {
  const { session } = sessionWith(() => assert.fail("no request is needed"));
  session.begin(signed(2));
  assert.equal(await session.renewed("access-1"), "access-2");
});

test("a later refusal renews again, with the newest refresh token", async () => {
  const requests = [];
  const { session } = sessionWith(async (request) => {
    requests.push(request.body.refresh_token);
    return signed(requests.length + 1);
  });
  await session.renewed("access-1");
  await session.renewed("access-2");
  assert.deepEqual(requests, ["refresh-1", "refresh-2"]);
});

test("a renewal that could not be asked keeps the session, and can be asked again", async () => {
  let reachable = false;
  const { session } = sessionWith(async () => {
    if (!reachable) throw away;
    return signed(2);
  });
  await assert.rejects(session.renewed("access-1"), away);
  assert.equal(session.accessToken, "access-1");
  reachable = true;
  assert.equal(await session.renewed("access-1"), "access-2");
});

test("a refused renewal ends the session, and says so once", async () => {
  const ended = [];
  const { session } = sessionWith(async () => Promise.reject(over));
  session.onEnded = (code) => ended.push(code);
  await assert.rejects(session.renewed("access-1"), { code: 401, temporary: false });
  await assert.rejects(session.renewed("access-1"), { code: 401, temporary: false });
  assert.equal(session.user, null);
  assert.deepEqual(ended, [401]);
});

test("who one is can change without new tokens", () => {
  const { session } = sessionWith(async () => signed(2));
  session.update({ ...user, guest: false });
  assert.deepEqual([session.user.guest, session.accessToken], [false, "access-1"]);
});

test("without the browser's locks a renewal is made all the same", async () => {
  const lock = lockOfAllTabs(undefined);
  assert.equal(await lock(async () => "done"), "done");
});

test("the browser's locks are asked for under one name", async () => {
  const names = [];
  const locks = {
    request: (name, work) => {
      names.push(name);
      return work();
    },
  };
  assert.equal(await lockOfAllTabs(locks)(async () => "done"), "done");
  assert.deepEqual(names, ["dorandoran.renewal"]);
});
