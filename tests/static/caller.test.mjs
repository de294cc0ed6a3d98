// Requests that wait for a proof of who one is, as static/caller.js repeats them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Caller } from "../../static/caller.js";
import { createHttp } from "../../static/http.js";
import { lockOfAllTabs, Session } from "../../static/session.js";
import { MemoryStorage } from "../../static/storage.js";
import { serve } from "./server.mjs";

const proofNeeded = {
  status: 403,
  body: { type: "/problems/proof-needed", detail: "prove it", code: 403 },
};
const wrongPassword = {
  status: 401,
  body: { type: "/problems/unauthenticated", detail: "wrong", code: 401 },
};
const user = { id: "u1", nickname: "민수", guest: false };
const signed = (name) => ({ access_token: name, refresh_token: `refresh-${name}`, user });

/**
 * A server that wants a proof first; the learner's answer to the question is `answers`. A proof
 * gives new tokens.
 *
 * @param {(caller: Caller) => Promise<boolean>} answers
 */
async function callerWith(context, answers) {
  const heard = [];
  let proved = false;
  const server = await serve(({ method, path, token, body }) => {
    heard.push(`${method} ${path} ${token}`);
    if (path === "/proof") {
      if (body.password !== "right") return wrongPassword;
      proved = true;
      return { status: 201, body: signed("new") };
    }
    if (!proved) return proofNeeded;
    return token === "new" ? { status: 200, body: { done: path } } : wrongPassword;
  });
  context.after(server.close);
  const http = createHttp(server.fetch);
  const session = new Session({
    storage: new MemoryStorage(),
    http,
    lock: lockOfAllTabs(undefined),
  });
  session.begin(signed("old"));
  const caller = new Caller(http, session);
  const prove = async (password) => {
    const body = { password };
    session.begin(await caller.signed({ method: "POST", path: "/proof", body }));
    return true;
  };
  const asked = { times: 0 };
  caller.askProof = () => {
    asked.times += 1;
    return answers(prove);
  };
  return { caller, heard, asked };
}

test("after the proof the same request is sent again, with the new token", async (context) => {
  const { caller, heard } = await callerWith(context, (prove) => prove("right"));
  assert.deepEqual(await caller.call("DELETE", "/me"), { done: "/me" });
  assert.deepEqual(heard, ["DELETE /me old", "POST /proof old", "DELETE /me new"]);
});

test("however many requests wait for a proof, one is asked for", async (context) => {
  const { caller, asked } = await callerWith(context, (prove) => prove("right"));
  const answers = await Promise.all(["/a", "/b", "/c"].map((path) => caller.call("GET", path)));
  assert.deepEqual(
    answers.map(({ done }) => done),
    ["/a", "/b", "/c"],
  );
  assert.equal(asked.times, 1);
});

test("without a proof the request stays refused, and is not sent again", async (context) => {
  const { caller, heard } = await callerWith(context, async () => false);
  await assert.rejects(caller.call("DELETE", "/me"), { code: 403, kind: "proof-needed" });
  assert.deepEqual(heard, ["DELETE /me old"]);
});

test("who would not prove it is asked again the next time", async (context) => {
  const { caller, asked } = await callerWith(context, async () => false);
  await assert.rejects(caller.call("DELETE", "/me"), { kind: "proof-needed" });
  await assert.rejects(caller.call("DELETE", "/me"), { kind: "proof-needed" });
  assert.equal(asked.times, 2);
});

test("a wrong proof is told as such, and is no reason to renew the tokens", async (context) => {
  const { caller, heard } = await callerWith(context, (prove) => prove("wrong"));
  await assert.rejects(caller.call("DELETE", "/me"), { code: 401, kind: "unauthenticated" });
  assert.deepEqual(heard, ["DELETE /me old", "POST /proof old"]);
});

test("a file waits for its proof too", async (context) => {
  const { caller } = await callerWith(context, (prove) => prove("right"));
  const file = await caller.file("POST", "/export");
  assert.equal(await file.text(), JSON.stringify({ done: "/export" }));
});
