// A room made from its events, one kind at a time, by static/room-reducer.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyRoom, reduce } from "../../static/room-reducer.js";

const after = (...events) => events.reduce(reduce, emptyRoom);
const message = (fields = {}) => ({
  type: "message.created",
  seq: 3,
  message_id: "m1",
  turn_id: "t1",
  author: "learner",
  text: "밥 먹었어?",
  time: "2026-11-23T09:00:00+00:00",
  ...fields,
});

test("a message is kept with its author, text and time", () => {
  const { id, author, text, time } = after(message()).messages.m1;
  assert.deepEqual([id, author, text], ["m1", "learner", "밥 먹었어?"]);
  assert.equal(time, "2026-11-23T09:00:00+00:00");
});

test("a greeting belongs to no turn and brings its guidance", () => {
  const guidance = { en: "Speak politely.", ko: "존댓말로 말해요." };
  const state = after(message({ author: "persona", turn_id: undefined, guidance }));
  assert.equal(state.messages.m1.turn_id, null);
  assert.deepEqual(state.messages.m1.guidance, guidance);
});

test("an event of an unknown type changes nothing at all", () => {
  const state = after(message());
  assert.equal(reduce(state, { type: "message.sung", seq: 9 }), state);
  assert.equal(reduce(state, { type: "constructor", seq: 9 }), state);
});

test("unknown fields are ignored", () => {
  assert.deepEqual(after(message({ mood: "happy" })), after(message()));
});

test("a name that means something to the language changes no prototype", () => {
  const hostile = JSON.parse(
    `{"type": "message.created", "seq": 3, "message_id": "__proto__", "turn_id": "__proto__",
      "author": "learner", "text": "x", "time": "2026-11-23T09:00:00+00:00",
      "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}`,
  );
  for (const type of ["message.created", "feedback.ready", "words.ready", "turn.completed"]) {
    after({ ...hostile, type }, message());
    assert.equal({}.polluted, undefined, type);
    assert.equal(Object.prototype.text, undefined, type);
  }
});

test("a copy of an event changes nothing", () => {
  assert.deepEqual(after(message(), message()), after(message()));
});

test("an older event that comes late does not replace a newer one", () => {
  const older = { type: "feedback.ready", message_id: "m1", seq: 4, status: "failed" };
  const newer = { type: "feedback.ready", message_id: "m1", seq: 8, status: "perfect" };
  assert.equal(after(older, newer).feedback.m1.status, "perfect");
  assert.equal(after(newer, older).feedback.m1.status, "perfect");
});

test("what was left out of an event is at its default", () => {
  const feedback = after({ type: "feedback.ready", message_id: "m1", seq: 4, status: "perfect" });
  assert.deepEqual(feedback.feedback.m1.edits, []);
  assert.equal(feedback.feedback.m1.corrected, null);
  const end = after({ type: "turn.completed", turn_id: "t1", seq: 9 }).ends.t1;
  assert.deepEqual([end.missing, end.stopped], [[], false]);
});

test("feedback that comes before its message waits for it", () => {
  const feedback = { type: "feedback.ready", message_id: "m1", seq: 5, status: "perfect" };
  assert.deepEqual(after(feedback, message()), after(message(), feedback));
});

test("a translation is kept by word, whether the words are there yet or not", () => {
  const words = {
    type: "words.ready",
    message_id: "m1",
    seq: 5,
    status: "ready",
    words: [{ id: "w1", surface: "밥", lemma: "밥", part_of_speech: "noun", level: 1 }],
  };
  const translated = {
    type: "words.translated",
    message_id: "m1",
    seq: 9,
    language: "en",
    words: [{ id: "w1", sense: "a meal" }],
  };
  assert.equal(after(words, translated).translations.w1.sense, "a meal");
  assert.deepEqual(after(words, translated), after(translated, words));
});

test("a turn ends as completed, as stopped, or as failed with its reason", () => {
  const stopped = after({ type: "turn.completed", turn_id: "t1", seq: 9, stopped: true });
  assert.equal(stopped.ends.t1.stopped, true);
  const failed = after({ type: "turn.failed", turn_id: "t1", seq: 9, reason: "interrupted" });
  assert.deepEqual([failed.ends.t1.status, failed.ends.t1.reason], ["failed", "interrupted"]);
});

test("the room's closeness and the learner's progress are those of the newest event", () => {
  const moved = (seq, closeness) => ({ type: "room.changed", seq, closeness, open: true });
  assert.equal(after(moved(5, 2), moved(9, 3)).room.closeness, 3);
  assert.equal(after(moved(9, 3), moved(5, 2)).room.closeness, 3);
  const counted = (seq, messages) => ({ type: "progress.updated", seq, messages });
  assert.equal(after(counted(9, 4), counted(5, 3)).progress.messages, 4);
});

test("the highest seq is remembered, deltas having none", () => {
  const delta = { type: "reply.delta", message_id: "r1", attempt: 1, at: 0, text: "네" };
  assert.equal(after(message(), delta).highest, 3);
});

test("the state that was there before is left as it was", () => {
  const before = after(message());
  const copy = structuredClone(before);
  reduce(before, message({ message_id: "m2", seq: 4 }));
  reduce(before, { type: "reply.delta", message_id: "r1", attempt: 1, at: 0, text: "네" });
  assert.deepEqual(before, copy);
});
