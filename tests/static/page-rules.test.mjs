// Rules that every file of the page keeps: no inline script or style, no markup from content.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../static/", import.meta.url);
const read = (name) => readFileSync(new URL(name, root), "utf8");
const named = readdirSync(root, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
const own = named.filter((name) => !name.startsWith("vendor/"));
const scripts = own.filter((name) => name.endsWith(".js"));
const styles = own.filter((name) => name.endsWith(".css"));

test("the page has no inline script, style or handler, which its policy would refuse", () => {
  const html = read("index.html");
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|javascript:/i);
  for (const [, attributes, content] of html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)) {
    assert.match(attributes, /\ssrc="\/static\//);
    assert.equal(content.trim(), "");
  }
});

test("no content becomes markup or code", () => {
  const doors =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser/;
  for (const name of scripts) assert.doesNotMatch(read(name), doors, name);
});

test("everything is loaded from this server", () => {
  const allowed = /^http:\/\/www\.w3\.org\//;
  for (const name of [...scripts, ...styles, "index.html", "icon.svg"]) {
    const addresses = read(name).match(/(?:https?:)?\/\/[a-z0-9-]+\.[a-z]+[^\s"')]*/gi) ?? [];
    assert.deepEqual(
      addresses.filter((address) => !allowed.test(address)),
      [],
      name,
    );
  }
});

test("what the page names is there", () => {
  const inPage = [...read("index.html").matchAll(/(?:src|href)="\/static\/([^"]+)"/g)];
  for (const [, name] of inPage) assert.ok(named.includes(name), name);
  for (const name of scripts) {
    for (const [, target] of read(name).matchAll(/from "(\.[^"]+)"|import "(\.[^"]+)"/g)) {
      if (target) assert.ok(existsSync(new URL(target, new URL(name, root))), `${name}: ${target}`);
    }
  }
});

test("every style sheet is used by the page", () => {
  const html = read("index.html");
  for (const name of styles) assert.ok(html.includes(`/static/${name}`), name);
});

test("a script is about one thing, says so in its first line, and is short", () => {
  for (const name of scripts) {
    const lines = read(name).split("\n");
    assert.match(lines[0], /^\/\/ \S/, name);
    assert.ok(lines.length <= 250, `${name} has ${lines.length} lines`);
  }
});

test("a style sheet is about one part of the page, and says which in its first line", () => {
  for (const name of styles) {
    const lines = read(name).split("\n");
    assert.match(lines[0], /^\/\* \S.* \*\/$/, name);
    assert.ok(lines.length <= 300, `${name} has ${lines.length} lines`);
  }
});

test("what is vendored is what was vendored, with its licences", () => {
  const sums = read("vendor/SHA256SUMS")
    .split("\n")
    .filter((line) => /^[0-9a-f]{64} /.test(line));
  assert.deepEqual(sums.map((line) => line.slice(66)).sort(), [
    "centrifuge.LICENSE",
    "centrifuge.js",
    "events.LICENSE",
    "qrcode-generator.LICENSE",
    "qrcode-generator.js",
  ]);
  for (const line of sums) {
    const content = readFileSync(new URL(`vendor/${line.slice(66)}`, root));
    assert.equal(createHash("sha256").update(content).digest("hex"), line.slice(0, 64), line);
  }
});
