// A reply's attempts, as static/reply.js follows them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { replyCompleted, replyDelta, replyStarted } from "../../static/reply.js";

const id = { message_id: "reply", turn_id: "turn" };
const started = (attempt, seq) => ({ type: "reply.started", ...id, attempt, seq, source: "model" });
const delta = (attempt, at, text) => ({ type: "reply.delta", ...id, attempt, at, text });
const completed = (attempt, seq, text) => ({ type: "reply.completed", ...id, attempt, seq, text });

test("a reply that begins again drops the text of the lower attempt", () => {
  let reply = replyStarted(undefined, started(1, 5));
  reply = replyDelta(reply, delta(1, 0, "옛날"));
  reply = replyStarted(reply, started(2, 9));
  assert.equal(reply.text, "");
  assert.equal(replyDelta(reply, delta(2, 0, "새로")).text, "새로");
});

test("what is left of a lower attempt changes nothing", () => {
  const reply = replyStarted(undefined, started(2, 9));
  assert.equal(replyStarted(reply, started(1, 5)), null);
  assert.equal(replyDelta(reply, delta(1, 0, "옛날")), null);
  assert.equal(replyCompleted(reply, completed(1, 7, "옛날")), null);
});

test("a completed text is whole: deltas and starts of its attempt change nothing", () => {
  const reply = replyCompleted(undefined, completed(1, 8, "안녕하세요"));
  assert.equal(replyDelta(reply, delta(1, 0, "안녕")), null);
  assert.equal(replyStarted(reply, started(1, 5)), null);
});

test("deltas are shown though the start was not heard", () => {
  const reply = replyDelta(undefined, delta(1, 0, "안녕"));
  assert.equal(reply.text, "안녕");
  assert.equal(reply.turn_id, "turn");
  assert.equal(reply.completed, false);
});

test("a completed reply forgets pieces that were still waiting", () => {
  const waiting = replyDelta(undefined, delta(1, 4, "요"));
  const reply = replyCompleted(waiting, completed(1, 8, "좋아해요"));
  assert.deepEqual(reply.pending, []);
  assert.equal(reply.text, "좋아해요");
});
