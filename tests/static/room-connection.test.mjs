// A room kept up to date by static/room-connection.js, with the server and the SDK played by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Realtime } from "../../static/realtime.js";
import { RoomConnection } from "../../static/room-connection.js";
import { Centrifuge } from "./sdk-double.mjs";

const settled = () => new Promise(setImmediate);
const position = { offset: 7, epoch: "abc" };
const message = (seq) => ({
  type: "message.created",
  seq,
  message_id: `m${seq}`,
  author: "persona",
  text: `${seq}`,
});
const started = { type: "reply.started", seq: 50, message_id: "r", turn_id: "t", attempt: 1 };
const delta = (at, text) => ({ type: "reply.delta", message_id: "r", attempt: 1, at, text });

/** @param {(data: object) => object} history answers `room.history` */
function opened(history) {
  const session = { accessToken: "access" };
  const realtime = new Realtime({ Centrifuge, origin: "https://here", session });
  const sdk = Centrifuge.last;
  const asked = [];
  sdk.rpc = async (method, data) => {
    asked.push([method, data]);
    return { data: method === "room.history" ? await history(data) : {} };
  };
  const told = { changes: 0, gone: 0, waits: [] };
  const connection = new RoomConnection({
    realtime,
    roomId: "room-1",
    wait: () => new Promise((resolve) => told.waits.push(resolve)),
    random: () => 0.5,
    onChange: () => {
      told.changes += 1;
    },
    onGone: () => {
      told.gone += 1;
    },
  });
  connection.open();
  const [subscription] = sdk.subscriptions;
  return { connection, subscription, sdk, asked, told, load: subscription.options.getState };
}

const texts = ({ state }) => Object.values(state.messages).map(({ text }) => text);
const refused = (code, temporary = false) => Promise.reject({ code, message: "no", temporary });

test("the room's channel is subscribed, recoverable, from the history's position", async () => {
  const { connection, subscription, load } = opened(() => ({ position, events: [message(1)] }));
  assert.equal(subscription.channel, "room:room-1");
  assert.ok(subscription.subscribed && subscription.options.recoverable);
  assert.deepEqual(await load(), position);
  assert.deepEqual([texts(connection), connection.loaded], [["1"], true]);
});

test("what the stream brings is added; what it repeats is not", async () => {
  const { connection, subscription, load } = opened(() => ({ position, events: [message(1)] }));
  await load();
  for (const data of [message(1), message(2), message(2)]) {
    subscription.emit("publication", { data });
  }
  assert.deepEqual(texts(connection), ["1", "2"]);
});

test("a room that must be loaded again drops what it had", async () => {
  const pages = [
    { position, events: [message(1)] },
    { position, events: [message(90)] },
  ];
  const { connection, load } = opened(() => pages.shift());
  await load();
  await load();
  assert.deepEqual(texts(connection), ["90"]);
});

test("older messages are loaded before the oldest, page by page, to the beginning", async () => {
  const pages = new Map([
    [undefined, { position, events: [message(20)], more: true, before: 20 }],
    [20, { events: [message(10)], more: true, before: 10 }],
    [10, { events: [message(1)], more: false, before: null }],
  ]);
  const { connection, asked, load } = opened(({ before }) => pages.get(before));
  await load();
  while (connection.hasOlder) await connection.loadOlder();
  assert.deepEqual(texts(connection).sort(), ["1", "10", "20"]);
  await connection.loadOlder();
  assert.equal(asked.length, 3);
});

test("one older page is asked for at a time", async () => {
  const { connection, asked, load } = opened(() => ({
    position,
    events: [],
    more: true,
    before: 9,
  }));
  await load();
  await Promise.all([connection.loadOlder(), connection.loadOlder()]);
  assert.equal(asked.length, 2);
});

test("an older page that comes after the room was loaded anew is not mixed in", async () => {
  let release = () => {};
  const newest = [20, 90].map((seq) => ({
    position,
    events: [message(seq)],
    more: true,
    before: seq,
  }));
  const { connection, load } = opened(({ before }) => {
    if (before === undefined) return newest.shift();
    return new Promise((resolve) => {
      release = () => resolve({ events: [message(10)], more: false });
    });
  });
  await load();
  const older = connection.loadOlder();
  await load();
  release();
  await older;
  assert.deepEqual([texts(connection), connection.hasOlder], [["90"], true]);
});

test("a room that is not there for this learner is told as gone", async () => {
  const { told, load } = opened(() => refused(404));
  await assert.rejects(load(), { code: 404 });
  assert.equal(told.gone, 1);
});

test("a subscription that is refused is told as gone, one that one ended oneself is not", () => {
  const { subscription, told } = opened(() => ({ events: [] }));
  subscription.emit("unsubscribed", { code: 0 });
  assert.equal(told.gone, 0);
  subscription.emit("unsubscribed", { code: 103 });
  assert.equal(told.gone, 1);
});

test("a history that could not be read is left to the SDK to ask for again", async () => {
  const { told, load } = opened(() => refused(100, true));
  await assert.rejects(load(), { code: 100, temporary: true });
  assert.equal(told.gone, 0);
});

test("a hole in a running reply is closed from the stored text", async () => {
  const pages = [
    { position, events: [started, delta(0, "안")] },
    { position, events: [started, delta(0, "안녕하")] },
  ];
  const { connection, subscription, told, load } = opened(() => pages.shift());
  await load();
  subscription.emit("publication", { data: delta(3, "세요") });
  assert.equal(connection.state.replies.r.text, "안");
  told.waits.shift()();
  await settled();
  assert.equal(connection.state.replies.r.text, "안녕하세요");
});

test("a reply that completes while one waits to look again needs no look", async () => {
  const { subscription, asked, told, load } = opened(() => ({ position, events: [started] }));
  await load();
  subscription.emit("publication", { data: delta(3, "세요") });
  const completed = { ...started, type: "reply.completed", seq: 60, text: "안녕하세요" };
  subscription.emit("publication", { data: completed });
  told.waits.shift()();
  await settled();
  assert.equal(asked.length, 1);
});

test("a message is sent with its request id and room, a turn is stopped by its id", async () => {
  const { connection, asked } = opened(() => ({ events: [] }));
  await connection.send("q1", "안녕");
  await connection.stop("t1");
  assert.deepEqual(asked, [
    ["message.send", { request_id: "q1", room_id: "room-1", text: "안녕" }],
    ["turn.stop", { turn_id: "t1" }],
  ]);
});

test("a closed room is unsubscribed and changes no more", async () => {
  const { connection, subscription, sdk, told, load } = opened(() => ({
    position,
    events: [message(1)],
  }));
  connection.close();
  const { changes } = told;
  await load();
  assert.deepEqual([subscription.subscribed, sdk.subscriptions.length], [false, 0]);
  assert.deepEqual([told.changes, texts(connection)], [changes, []]);
});
