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

test("how long to wait is told where the server says it", () => {
  const told = (seconds) =>
    problemText(languageOf("en"), Problem.ofResponse(429, { detail: "slow down" }, seconds));
  assert.match(told("40"), /again in 40 s/);
  assert.match(told("900"), /again in 15 min/);
  for (const unreadable of [null, "soon", "Wed, 21 Oct 2026 07:28:00 GMT"]) {
    assert.match(told(unreadable), /wait a moment/);
  }
});

test("a problem's kind, the end of its type, is told before its code", () => {
  const problem = Problem.ofResponse(403, { type: "/problems/room-locked", detail: "locked" });
  assert.equal(problem.kind, "room-locked");
  assert.match(problemText(languageOf("en"), problem), /locked/);
  const other = Problem.ofResponse(403, { type: "/problems/never-heard-of", detail: "no" });
  assert.match(problemText(languageOf("en"), other), /isn't allowed/);
});

test("a code can mean something of its own in one place", () => {
  const problem = Problem.ofResponse(401, { type: "/problems/unauthenticated", detail: "no" });
  const own = { 401: "proof.wrong" };
  assert.match(problemText(languageOf("en"), problem, own), /That isn't right/);
});

test("an unknown problem is told with the server's detail", () => {
  const problem = Problem.ofResponse(418, { detail: "I'm a teapot" });
  assert.match(problemText(languageOf("en"), problem), /I'm a teapot/);
  assert.match(problemText(languageOf("en"), new TypeError("broken")), /broken/);
});
