// What a room looks like from top to bottom, as static/room-timeline.js lays it out.

import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyRoom, reduce } from "../../static/room-reducer.js";
import { openTurn, sameItem, timeline } from "../../static/room-timeline.js";

const noon = "2026-11-23T12:00:00Z";
const said = (seq, turn, text = "안녕") => ({
  type: "message.created",
  seq,
  message_id: `m${seq}`,
  turn_id: turn,
  author: turn === null ? "persona" : "learner",
  text,
  time: noon,
});
const started = (seq, turn, attempt = 1) => ({
  type: "reply.started",
  seq,
  message_id: `r-${turn}`,
  turn_id: turn,
  attempt,
});
const completed = (seq, turn, text = "네") => ({
  ...started(seq, turn),
  type: "reply.completed",
  text,
});
const delta = (turn, text) => ({
  type: "reply.delta",
  message_id: `r-${turn}`,
  attempt: 1,
  at: 0,
  text,
});
const ended = (seq, turn, fields = {}) => ({
  type: "turn.completed",
  seq,
  turn_id: turn,
  ...fields,
});

const after = (...events) => events.reduce(reduce, emptyRoom);
const keys = (state, outbox = []) => timeline(state, outbox).map(({ key }) => key);
const item = (state, key) => timeline(state, []).find((each) => each.key === key);
const entry = (fields = {}) => ({
  request_id: "q1",
  text: "안녕",
  after_seq: 0,
  order: 1,
  status: "sending",
  problem: null,
  message_id: null,
  ...fields,
});

test("a reply stands under the messages of its turn", () => {
  const state = after(said(1, null), said(2, "a"), said(3, "a"), completed(5, "a"));
  assert.deepEqual(keys(state).slice(1), ["message:m1", "message:m2", "message:m3", "answer:a"]);
});

test("a reply stays at its turn, though it began again after the next message", () => {
  const state = after(said(1, "a"), started(2, "a"), said(3, "b"), started(9, "a", 2));
  assert.deepEqual(keys(state).slice(1), ["message:m1", "answer:a", "message:m3", "answer:b"]);
});

test("a reply whose messages are on an older page is shown where it began", () => {
  const state = after(completed(2, "a"), said(3, "b"));
  assert.deepEqual(keys(state).at(0), "answer:a");
});

test("a day is named once, above its first message", () => {
  const later = { ...said(4, "b"), time: "2026-11-25T12:00:00Z" };
  const days = keys(after(said(1, null), said(2, "a"), later)).filter((key) =>
    key.startsWith("day:"),
  );
  assert.equal(days.length, 2);
});

test("the turn that is answered is the oldest that has not ended", () => {
  const state = after(said(1, "a"), said(2, "b"), ended(5, "a"));
  assert.equal(openTurn(after(said(1, "a"), said(2, "b"))), "a");
  assert.equal(openTurn(state), "b");
  assert.equal(openTurn(after(said(1, "a"), ended(5, "a"))), null);
});

test("only the turn that is answered is shown as thinking", () => {
  const state = after(said(1, "a"), said(2, "b"));
  assert.equal(item(state, "answer:a").thinking, true);
  assert.equal(item(state, "answer:b").thinking, false);
});

test("a reply with text is writing until it is complete or its turn is over", () => {
  const running = [said(1, "a"), started(2, "a"), delta("a", "네")];
  assert.equal(item(after(...running), "answer:a").writing, true);
  assert.equal(item(after(...running, completed(3, "a")), "answer:a").writing, false);
  const failed = { type: "turn.failed", seq: 4, turn_id: "a", reason: "interrupted" };
  assert.equal(item(after(...running, failed), "answer:a").writing, false);
});

test("a message is being checked until its feedback comes or its turn is over", () => {
  const feedback = { type: "feedback.ready", seq: 3, message_id: "m1", status: "perfect" };
  assert.equal(item(after(said(1, "a")), "message:m1").checking, true);
  assert.equal(item(after(said(1, "a"), feedback), "message:m1").checking, false);
  const without = item(after(said(1, "a"), ended(4, "a", { missing: ["feedback"] })), "message:m1");
  assert.deepEqual([without.checking, without.feedback], [false, null]);
});

test("a turn's words stand with its answer, each with its translation", () => {
  const words = [
    { id: "w1", lemma: "밥" },
    { id: "w2", lemma: "물" },
  ];
  const ready = { type: "words.ready", seq: 3, message_id: "m1", status: "ready", words };
  const translated = {
    type: "words.translated",
    seq: 4,
    message_id: "m1",
    language: "en",
    words: [{ id: "w2", sense: "water" }],
  };
  const answer = item(after(said(1, "a"), ready, translated), "answer:a");
  assert.deepEqual(answer.words, words);
  assert.deepEqual(
    answer.translations.map((each) => each?.sense),
    [undefined, "water"],
  );
});

test("words that failed are told", () => {
  const failed = { type: "words.ready", seq: 3, message_id: "m1", status: "failed" };
  assert.equal(item(after(said(1, "a"), failed), "answer:a").wordsFailed, true);
  assert.equal(item(after(said(1, "a")), "answer:a").wordsFailed, false);
});

test("a message on its way stands at the end", () => {
  assert.deepEqual(keys(after(said(1, null)), [entry()]).at(-1), "outbox:q1");
});

test("an accepted message waits for its event, and is not shown twice", () => {
  const accepted = entry({ status: "accepted", message_id: "m2" });
  assert.equal(keys(after(said(1, null)), [accepted]).at(-1), "outbox:q1");
  assert.ok(!keys(after(said(1, null), said(2, "a")), [accepted]).includes("outbox:q1"));
});

test("an event that comes before its acceptance stands for the message on its way", () => {
  const state = after(said(1, null), said(2, "a"));
  assert.ok(!keys(state, [entry({ after_seq: 1 })]).includes("outbox:q1"));
  assert.ok(!keys(state, [entry({ after_seq: 1, status: "waiting" })]).includes("outbox:q1"));
});

test("the same words said earlier do not hide a message on its way", () => {
  const state = after(said(1, "a"));
  assert.ok(keys(state, [entry({ after_seq: 1 })]).includes("outbox:q1"));
});

test("one event stands for one message on its way, not for two", () => {
  const state = after(said(2, "a"));
  const outbox = [entry(), entry({ request_id: "q2" })];
  assert.deepEqual(keys(state, outbox).slice(-1), ["outbox:q2"]);
});

test("a refused message is always shown", () => {
  const state = after(said(2, "a"));
  assert.ok(keys(state, [entry({ status: "refused" })]).includes("outbox:q1"));
});

test("an item that did not change need not be drawn again", () => {
  const before = after(said(1, "a"), started(2, "a"));
  const later = reduce(before, said(3, "b"));
  assert.ok(sameItem(item(before, "answer:a"), item(later, "answer:a")));
  const written = reduce(before, delta("a", "네"));
  assert.ok(!sameItem(item(before, "answer:a"), item(written, "answer:a")));
});
