// Pages of history, poured into a room by static/room-pages.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hasHole, olderThan, reloaded, withPage } from "../../static/room-pages.js";
import { emptyRoom, reduce } from "../../static/room-reducer.js";

const message = (seq) => ({
  type: "message.created",
  seq,
  message_id: `m${seq}`,
  author: "persona",
  text: "안녕",
});
const started = { type: "reply.started", seq: 5, message_id: "r", turn_id: "t", attempt: 1 };
const delta = (at, text) => ({
  type: "reply.delta",
  message_id: "r",
  turn_id: "t",
  attempt: 1,
  at,
  text,
});
const after = (...events) => events.reduce(reduce, emptyRoom);

test("an older page is added to what is there", () => {
  const state = withPage(after(message(9)), { events: [message(1), message(2)] });
  assert.deepEqual(Object.keys(state.messages).sort(), ["m1", "m2", "m9"]);
});

test("a room that is loaded again keeps nothing between which something may be missing", () => {
  const state = reloaded(after(message(1)), { events: [message(40), message(41)] });
  assert.deepEqual(Object.keys(state.messages).sort(), ["m40", "m41"]);
});

test("the text of a running reply does not shrink when the stored one is behind", () => {
  const shown = after(started, delta(0, "안녕"), delta(2, "하세요"));
  const state = reloaded(shown, { events: [started, delta(0, "안녕하")] });
  assert.equal(state.replies.r.text, "안녕하세요");
});

test("a reply of a higher attempt does not take over the old text", () => {
  const shown = after(started, delta(0, "옛날"));
  const again = { ...started, seq: 9, attempt: 2 };
  const state = reloaded(shown, { events: [again] });
  assert.equal(state.replies.r.text, "");
});

test("a completed reply is taken as it is stored", () => {
  const shown = after(started, delta(0, "안녕하세요"));
  const completed = { ...started, type: "reply.completed", seq: 9, text: "안녕." };
  assert.equal(reloaded(shown, { events: [started, completed] }).replies.r.text, "안녕.");
});

test("the newest page tells the closeness, until an event says otherwise", () => {
  const state = reloaded(emptyRoom, { events: [message(1)], closeness: 2 });
  assert.equal(state.room.closeness, 2);
  const moved = { type: "room.changed", seq: 2, closeness: 3, open: true };
  assert.equal(reduce(state, moved).room.closeness, 3);
});

test("a hole in a reply's text is noticed, and closed by the stored text", () => {
  const state = after(started, delta(0, "안녕"), delta(5, "."));
  assert.equal(hasHole(state), true);
  const filled = withPage(state, { events: [started, delta(0, "안녕하세요")] });
  assert.equal(hasHole(filled), false);
  assert.equal(filled.replies.r.text, "안녕하세요.");
});

test("the way to the past ends where the server has nothing older", () => {
  assert.equal(olderThan({ events: [], more: true, before: 12 }), 12);
  assert.equal(olderThan({ events: [], more: false, before: 12 }), null);
  assert.equal(olderThan({ events: [] }), null);
});
