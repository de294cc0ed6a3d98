// What is kept of unsent messages: nothing that can be read, and nothing after the session.

import assert from "node:assert/strict";
import { test } from "node:test";

import { lockOfAllTabs, Session } from "../../static/session.js";
import { Sealing } from "../../static/sealing.js";
import { MemoryStorage } from "../../static/storage.js";
import { forgetUnsent, UnsentStore } from "../../static/unsent-store.js";

const user = { id: "u1", nickname: "민수", guest: false, level: "beginner" };
const signed = { access_token: "access", refresh_token: "refresh", user };

/** Somebody who is signed in, with a place for what they have not sent in one room. */
function signedIn(storage = new MemoryStorage()) {
  const http = async () => assert.fail("nobody is asked");
  const session = new Session({ storage, http, lock: lockOfAllTabs(undefined) });
  if (session.user === null) session.begin(signed);
  const store = new UnsentStore("room", storage, new Sealing(crypto, () => session.key));
  return { session, storage, store };
}

/** @param {MemoryStorage} storage */
const everything = (storage) =>
  Array.from({ length: storage.length }, (_, place) => {
    const name = storage.key(place);
    return `${name}=${storage.getItem(name)}`;
  }).join("\n");

test("what is kept can be read by this session after a reload, and by nobody in between", async () => {
  const { storage, store } = signedIn();
  await store.keep("q1", { text: "비밀이야" });
  assert.doesNotMatch(everything(storage), /비밀이야|text/);
  assert.deepEqual(await signedIn(storage).store.all(), [{ text: "비밀이야" }]);
});

test("new tokens, as after a renewal or a proof, leave it readable", async () => {
  const { session, store } = signedIn();
  await store.keep("q1", { text: "안녕" });
  session.begin({ ...signed, access_token: "access-2" });
  assert.deepEqual(await store.all(), [{ text: "안녕" }]);
});

test("with the session it goes", async () => {
  const { session, storage, store } = signedIn();
  await store.keep("q1", { text: "안녕" });
  session.end();
  assert.equal(storage.length, 0);
});

test("what is still being sealed when the session ends is not kept", async () => {
  const { session, storage, store } = signedIn();
  const keeping = store.keep("q1", { text: "안녕" });
  session.end();
  await keeping;
  assert.equal(storage.length, 0);
});

test("another user finds nothing of it, also where nobody logged out", async () => {
  const { session, storage, store } = signedIn();
  await store.keep("q1", { text: "안녕" });
  session.begin({ ...signed, user: { ...user, id: "u2" } });
  assert.deepEqual(await store.all(), []);
  assert.doesNotMatch(everything(storage), /outbox/);
});

test("what a session before this one left cannot be read, and is taken away", async () => {
  const { session, storage, store } = signedIn();
  await store.keep("q1", { text: "안녕" });
  const left = storage.getItem("dorandoran.outbox.room.q1");
  session.end();
  session.begin(signed);
  storage.setItem("dorandoran.outbox.room.q1", left);
  assert.deepEqual(await store.all(), []);
  assert.ok(store.isEmpty);
});

test("what was put to another place does not open there", async () => {
  const { storage, store } = signedIn();
  await store.keep("q1", { text: "안녕" });
  const moved = storage.getItem("dorandoran.outbox.room.q1");
  storage.setItem("dorandoran.outbox.room.q2", moved);
  assert.deepEqual(await store.all(), [{ text: "안녕" }]);
});

test("what is no longer wanted is not kept when it has been sealed", async () => {
  const { store } = signedIn();
  const keeping = store.keep("q1", { text: "안녕" });
  store.forget("q1");
  await keeping;
  assert.ok(store.isEmpty);
});

test("without the browser's cryptography nothing is kept", async () => {
  const { session, storage } = signedIn();
  const bare = { getRandomValues: (bytes) => crypto.getRandomValues(bytes) };
  const store = new UnsentStore("room", storage, new Sealing(bare, () => session.key));
  await store.keep("q1", { text: "안녕" });
  assert.ok(store.isEmpty);
});

test("leaving a room forgets what was not sent in it, and nothing else", () => {
  const storage = new MemoryStorage();
  storage.setItem("dorandoran.outbox.room.q1", "{}");
  storage.setItem("dorandoran.outbox.other.q2", "{}");
  storage.setItem("dorandoran.session", "{}");
  forgetUnsent(storage, "room");
  assert.equal(storage.length, 2);
  forgetUnsent(storage);
  assert.equal(storage.key(0), "dorandoran.session");
});
