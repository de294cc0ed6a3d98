// What can be told about an account's fields at once, by static/account-fields.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { faultsIn, refusedAs } from "../../static/account-fields.js";
import { languages } from "../../static/texts/languages.js";

const year = 2026;

test("what is filled in well has no faults", () => {
  const values = {
    nickname: "민수",
    birth_year: "1998",
    email: "minsu@example.kr",
    password: "비밀번호여덟글자",
  };
  assert.deepEqual(faultsIn(values, year), {});
});

test("an empty field is missing", () => {
  const faults = faultsIn({ nickname: "", email: "" }, year);
  assert.deepEqual(faults, { nickname: "field.missing", email: "field.missing" });
});

test("a year of birth is four digits, and not in the future", () => {
  for (const birth_year of ["98", "19988", "abcd", "2027", "1899"]) {
    assert.deepEqual(faultsIn({ birth_year }, year), {
      birth_year: "field.birth_year.unreadable",
    });
  }
});

test("a password has eight characters, whatever they are made of", () => {
  assert.deepEqual(Object.keys(faultsIn({ password: "😀😀😀😀😀😀😀" }, year)), ["password"]);
  assert.deepEqual(faultsIn({ password: "😀😀😀😀😀😀😀😀" }, year), {});
});

test("every fault is a text of the page", () => {
  const faults = ["nickname", "birth_year", "email", "password"].map(refusedAs);
  for (const key of faults) assert.ok(key in languages.en.texts, key);
});
