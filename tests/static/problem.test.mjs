// What went wrong, in one form, by static/problem.js and static/problem-text.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { languageOf } from "../../static/language.js";
import { Problem } from "../../static/problem.js";
import { problemText } from "../../static/problem-text.js";

test("over HTTP, what passes by itself is temporary", () => {
  const temporary = (status) => Problem.ofResponse(status, {}).temporary;
  assert.deepEqual([408, 429, 502, 503, 504].map(temporary), Array(5).fill(true));
  assert.deepEqual([400, 401, 403, 404, 409, 422].map(temporary), Array(6).fill(false));
});

test("the socket's own errors are temporary: the server was not reached, or did not answer", () => {
  const timeout = Problem.ofSocket({ code: 1, message: "timeout" });
  assert.deepEqual([timeout.code, timeout.temporary], [0, true]);
});

test("over the socket the server says what is temporary", () => {
  const busy = Problem.ofSocket({ code: 503, message: "away", temporary: true });
  assert.deepEqual([busy.code, busy.temporary], [503, true]);
  assert.equal(Problem.ofSocket({ code: 422, message: "too long" }).temporary, false);
});

test("a known problem is told in the page's language", () => {
  const problem = Problem.ofResponse(429, { detail: "slow down" });
  assert.match(problemText(languageOf("ko"), problem), /기다려/);
  assert.match(problemText(languageOf("en"), Problem.unreachable("cut")), /can't be reached/);
});

test("an unknown problem is told with the server's detail", () => {
  const problem = Problem.ofResponse(418, { detail: "I'm a teapot" });
  assert.match(problemText(languageOf("en"), problem), /I'm a teapot/);
  assert.match(problemText(languageOf("en"), new TypeError("broken")), /broken/);
});
