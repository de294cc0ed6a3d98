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
  assert.deepEqual(faultsIn(values, year, true), {});
});

test("an empty field is missing", () => {
  const faults = faultsIn({ nickname: "", email: "" }, year, true);
  assert.deepEqual(faults, { nickname: "field.missing", email: "field.missing" });
});

test("a year of birth is four digits, and not in the future", () => {
  for (const birth_year of ["98", "19988", "abcd", "2027", "1899"]) {
    assert.deepEqual(faultsIn({ birth_year }, year, true), {
      birth_year: "field.birth_year.unreadable",
    });
  }
});

test("a new password has eight characters, whatever they are made of", () => {
  assert.deepEqual(Object.keys(faultsIn({ password: "😀😀😀😀😀😀😀" }, year, true)), ["password"]);
  assert.deepEqual(faultsIn({ password: "😀😀😀😀😀😀😀😀" }, year, true), {});
});

test("a password that one has may be of any length", () => {
  assert.deepEqual(faultsIn({ password: "short" }, year, false), {});
});

test("a code is six digits, with spaces where an app shows them", () => {
  assert.deepEqual(faultsIn({ code: "123 456" }, year, false), {});
  for (const code of ["12345", "1234567", "abcdef"]) {
    assert.deepEqual(faultsIn({ code }, year, false), { code: "field.code.unreadable" });
  }
});

test("why a password was refused is told as what to do about it", () => {
  const told = (why) => refusedAs("new_password", why);
  assert.equal(told("This is one of the passwords that are tried first"), "field.password.common");
  assert.equal(told("This password is in lists of stolen ones"), "field.password.breached");
  assert.equal(told("This is made of your own name"), "field.password.guessable");
  assert.equal(told("Use 8 to 128 characters"), "field.password.length");
  assert.equal(refusedAs("current_password", "Not right"), "field.current_password.wrong");
});

test("every fault is a text of the page", () => {
  const faults = ["nickname", "birth_year", "email", "password"].map((name) =>
    refusedAs(name, "no"),
  );
  for (const key of faults) assert.ok(key in languages.en.texts, key);
});
