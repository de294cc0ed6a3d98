// A sentence cut at its changes by static/correction.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { correctedPieces, inTeachingOrder, shownAtFirst } from "../../static/correction.js";

const edit = (start, was, becomes, fields = {}) => ({
  start,
  end: start + was.length,
  was,
  becomes,
  degree: "wrong",
  kind: "style",
  rule: "rule",
  why_ko: "",
  why_en: "",
  ...fields,
});
const shown = (pieces) =>
  pieces.map(({ text, edit: change }) => (change ? `[${text}]` : text)).join("");

test("the changed parts of the corrected sentence are marked", () => {
  const edits = [edit(5, "밥 먹었어", "식사하셨습니까")];
  const pieces = correctedPieces("부장님, 밥 먹었어?", edits, "부장님, 식사하셨습니까?");
  assert.equal(shown(pieces), "부장님, [식사하셨습니까]?");
  assert.equal(pieces[1].edit, edits[0]);
});

test("positions are UTF-16 code units: an emoji before the change counts twice", () => {
  const pieces = correctedPieces("😀 할께요", [edit(3, "할께요", "할게요")], "😀 할게요");
  assert.equal(shown(pieces), "😀 [할게요]");
});

test("several changes are marked wherever they stand in the list", () => {
  const edits = [edit(3, "할께요", "할게요"), edit(0, "내", "제")];
  assert.equal(shown(correctedPieces("내가 할께요", edits, "제가 할게요")), "[제]가 [할게요]");
});

test("what is added and what is left out are changes too", () => {
  const added = correctedPieces("학교 가요", [edit(2, "", "에")], "학교에 가요");
  assert.equal(shown(added), "학교[에] 가요");
  const removed = correctedPieces("당신 뭐 해요", [edit(0, "당신 ", "")], "뭐 해요");
  assert.equal(shown(removed), "[]뭐 해요");
});

test("a correction that holds only what is wrong is marked without the suggestions", () => {
  const edits = [edit(0, "네", "예", { degree: "suggestion" }), edit(2, "할께", "할게")];
  assert.equal(shown(correctedPieces("네 할께", edits, "네 할게")), "네 [할게]");
});

test("edits that do not fit the sentence mark nothing", () => {
  const elsewhere = correctedPieces("밥 먹었어?", [edit(1, "먹었어", "드셨어요")], "식사하셨어요?");
  assert.equal(shown(elsewhere), "식사하셨어요?");
  const overlapping = [edit(0, "밥 먹", "식사"), edit(1, " 먹었어", "하셨어요")];
  assert.equal(shown(correctedPieces("밥 먹었어?", overlapping, "식사하셨어요?")), "식사하셨어요?");
});

test("without a corrected sentence the edits make one", () => {
  assert.equal(shown(correctedPieces("할께", [edit(0, "할께", "할게")], null)), "[할게]");
});

test("what is wrong is taught before suggestions, style before spelling", () => {
  const spacing = edit(0, "가", "나", { kind: "spacing" });
  const spelling = edit(1, "가", "나", { kind: "spelling" });
  const style = edit(2, "가", "나");
  const suggested = edit(3, "가", "나", { degree: "suggestion" });
  const order = inTeachingOrder([suggested, spacing, spelling, style]);
  assert.deepEqual(order, [style, spelling, spacing, suggested]);
});

test("a beginner sees one change at first, an intermediate two, an advanced all", () => {
  assert.deepEqual(["beginner", "intermediate", "advanced"].map(shownAtFirst), [1, 2, Infinity]);
});
