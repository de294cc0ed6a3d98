// One HTTP request, as static/http.js makes it, against a real server.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createHttp } from "../../static/http.js";
import { serve } from "./server.mjs";

/** @param {Parameters<typeof serve>[0]} answer */
async function asked(context, answer, request) {
  const server = await serve(answer);
  context.after(server.close);
  return createHttp(server.fetch)({ method: "GET", path: "/here", ...request });
}

test("what is sent is JSON, with the token", async (context) => {
  let heard = null;
  const answer = (request) => {
    heard = request;
    return { status: 200, body: { ok: true } };
  };
  const request = { method: "POST", body: { nickname: "민수" }, token: "access" };
  assert.deepEqual(await asked(context, answer, request), { ok: true });
  assert.deepEqual(heard, {
    method: "POST",
    path: "/here",
    token: "access",
    body: { nickname: "민수" },
  });
});

test("an answer without content is null", async (context) => {
  assert.equal(await asked(context, () => ({ status: 204 }), { method: "DELETE" }), null);
});

test("problem details become a Problem with its fields", async (context) => {
  const body = { title: "Not acceptable", detail: "no", code: 422, fields: { email: "bad" } };
  await assert.rejects(
    asked(context, () => ({ status: 422, body }), {}),
    {
      name: "Problem",
      code: 422,
      detail: "no",
      temporary: false,
      fields: { email: "bad" },
    },
  );
});

test("a proxy's error page is a Problem too", async (context) => {
  const answer = () => ({ status: 502, body: "<html>Bad gateway</html>" });
  await assert.rejects(asked(context, answer, {}), { name: "Problem", code: 502, temporary: true });
});

test("a connection that breaks is a temporary Problem", async (context) => {
  await assert.rejects(
    asked(context, () => "hang up", {}),
    { code: 0, temporary: true },
  );
});
