// Deltas of a reply, as static/reply-text.js puts them together.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withDelta } from "../../static/reply-text.js";

const empty = { text: "", pending: [] };

/** @param {[number, string][]} deltas */
const joined = (deltas) => deltas.reduce((reply, [at, text]) => withDelta(reply, at, text), empty);

test("deltas that follow one another are joined", () => {
  assert.equal(
    joined([
      [0, "안녕"],
      [2, "하세요"],
      [5, "."],
    ]).text,
    "안녕하세요.",
  );
});

test("a delta that comes twice is there once", () => {
  assert.equal(
    joined([
      [0, "안녕"],
      [0, "안녕"],
      [2, "!"],
      [2, "!"],
    ]).text,
    "안녕!",
  );
});

test("of a delta that begins below the end, only what is new is kept", () => {
  assert.equal(
    joined([
      [0, "안녕하"],
      [2, "하세요"],
    ]).text,
    "안녕하세요",
  );
});

test("a text saved by the server and sent from 0 is a repetition of what is there", () => {
  assert.equal(
    joined([
      [0, "밥 먹"],
      [3, "었어?"],
      [0, "밥 먹었"],
    ]).text,
    "밥 먹었어?",
  );
});

test("positions count UTF-16 code units, so that an emoji counts twice", () => {
  assert.equal(
    joined([
      [0, "좋아😀"],
      [4, "요"],
    ]).text,
    "좋아😀요",
  );
});

test("a piece beyond the end waits, and is not shown before what is missing has come", () => {
  const reply = joined([
    [0, "하나"],
    [4, "셋"],
  ]);
  assert.equal(reply.text, "하나");
  assert.deepEqual(reply.pending, [{ at: 4, text: "셋" }]);
  assert.deepEqual(withDelta(reply, 2, " 둘"), { text: "하나 둘셋", pending: [] });
});

test("waiting pieces of the same place are kept once, the longest of them", () => {
  const reply = joined([
    [5, "다"],
    [5, "다라"],
    [5, "다"],
  ]);
  assert.deepEqual(reply.pending, [{ at: 5, text: "다라" }]);
});
