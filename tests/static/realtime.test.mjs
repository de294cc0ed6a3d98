// The page's one socket, as static/realtime.js uses the SDK.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Problem } from "../../static/problem.js";
import { Realtime, transportsTo } from "../../static/realtime.js";
import { Centrifuge, UnauthorizedError } from "./sdk-double.mjs";

/** A session that counts its renewals. */
function sessionWith(fields = {}) {
  let renewals = 0;
  const session = {
    accessToken: "access-0",
    ended: [],
    onEnded: (code) => session.ended.push(code),
    end: () => {
      session.accessToken = null;
    },
    renewed: async () => {
      renewals += 1;
      session.accessToken = `access-${renewals}`;
      return session.accessToken;
    },
    ...fields,
  };
  return session;
}

function connected(session = sessionWith()) {
  const realtime = new Realtime({ Centrifuge, origin: "https://here", session });
  const statuses = [];
  realtime.connect();
  realtime.watch((status) => statuses.push(status));
  return { realtime, sdk: Centrifuge.last, statuses, session };
}

test("a WebSocket is tried first, and then a stream", () => {
  assert.deepEqual(transportsTo("https://here"), [
    { transport: "websocket", endpoint: "wss://here/connection/websocket" },
    { transport: "http_stream", endpoint: "https://here/connection/http_stream" },
  ]);
  assert.equal(transportsTo("http://here:8080")[0].endpoint, "ws://here:8080/connection/websocket");
});

test("one who watches is told at once, and at every change", () => {
  const { sdk, statuses } = connected();
  sdk.report("connected");
  assert.deepEqual(statuses, ["connecting", "connected"]);
});

test("a connection that cannot be made is offline until it is made", () => {
  const { sdk, statuses } = connected();
  sdk.emit("error", {});
  sdk.report("connecting");
  sdk.emit("error", {});
  sdk.report("connected");
  assert.deepEqual(statuses, ["connecting", "offline", "connected"]);
});

test("an error while connected cuts nothing off", () => {
  const { sdk, statuses } = connected();
  sdk.report("connected");
  sdk.emit("error", {});
  assert.deepEqual(statuses.at(-1), "connected");
});

test("one who stopped watching hears nothing more", () => {
  const { realtime, sdk } = connected();
  const heard = [];
  const stop = realtime.watch((status) => heard.push(status));
  stop();
  sdk.report("connected");
  assert.deepEqual(heard, ["connecting"]);
});

test("the stored token is shown first; asked again, a new one is shown", async () => {
  const { sdk } = connected();
  assert.equal(await sdk.options.getToken(), "access-0");
  assert.equal(await sdk.options.getToken(), "access-1");
});

test("a token renewed by an HTTP call meanwhile is shown without another renewal", async () => {
  const { sdk, session } = connected();
  await sdk.options.getToken();
  session.accessToken = "access-from-http";
  assert.equal(await sdk.options.getToken(), "access-from-http");
});

test("a renewal that could not be asked is tried again by the SDK", async () => {
  const away = new Problem({ code: 0, detail: "away", temporary: true });
  const { sdk } = connected(
    sessionWith({ accessToken: null, renewed: async () => Promise.reject(away) }),
  );
  await assert.rejects(sdk.options.getToken(), away);
});

test("a session that is over stops the SDK", async () => {
  const over = new Problem({ code: 401, detail: "over", temporary: false });
  const { sdk } = connected(
    sessionWith({ accessToken: null, renewed: async () => Promise.reject(over) }),
  );
  await assert.rejects(sdk.options.getToken(), UnauthorizedError);
});

test("a token that the server calls invalid is renewed once", () => {
  const { sdk, statuses } = connected();
  sdk.report("disconnected", { code: 3500 });
  assert.equal(sdk.connects, 2);
  sdk.report("disconnected", { code: 3500 });
  assert.equal(sdk.connects, 2);
  assert.equal(statuses.at(-1), "closed");
});

test("a session ended elsewhere is ended here", () => {
  const { sdk, session, statuses } = connected();
  sdk.report("disconnected", { code: 4501 });
  assert.deepEqual([session.accessToken, session.ended], [null, [4501]]);
  assert.equal(statuses.at(-1), "closed");
});

test("a session that gave way to a new one is gone on with", async () => {
  const { sdk, session, statuses } = connected();
  await sdk.options.getToken();
  session.accessToken = "proved anew";
  sdk.report("disconnected", { code: 4501 });
  assert.deepEqual([sdk.connects, session.ended], [2, []]);
  assert.equal(await sdk.options.getToken(), "proved anew");
  sdk.report("disconnected", { code: 4501 });
  assert.deepEqual([session.accessToken, session.ended], [null, [4501]]);
  assert.equal(statuses.at(-1), "closed");
});

test("a suspended account is signed out, whatever token there is", async () => {
  const { sdk, session } = connected();
  await sdk.options.getToken();
  session.accessToken = "another";
  sdk.report("disconnected", { code: 4502 });
  assert.deepEqual([session.accessToken, session.ended], [null, [4502]]);
});

test("what the learner's own channel brings is passed on", () => {
  const { realtime, sdk } = connected();
  const heard = [];
  realtime.onNotice = (notice) => heard.push(notice);
  sdk.emit("publication", { channel: "#u1", data: { type: "account.changed", what: "role" } });
  assert.deepEqual(heard, [{ type: "account.changed", what: "role" }]);
});

test("a command's answer is its data, and its error a Problem", async () => {
  const { realtime, sdk } = connected();
  sdk.rpc = async (method, data) => ({ data: { method, ...data } });
  assert.deepEqual(await realtime.rpc("turn.stop", { turn_id: "t" }), {
    method: "turn.stop",
    turn_id: "t",
  });
  sdk.rpc = async () => Promise.reject({ code: 422, message: "too long" });
  await assert.rejects(realtime.rpc("message.send", {}), { name: "Problem", code: 422 });
});

test("a closed socket tells nobody any more", () => {
  const { realtime, sdk, statuses } = connected();
  realtime.close();
  sdk.report("connected");
  assert.deepEqual(statuses, ["connecting", "closed"]);
});
