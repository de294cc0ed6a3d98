// The page's language by static/language.js, and the texts that every language must have.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { firstLanguage, languageOf } from "../../static/language.js";
import { languages } from "../../static/texts/languages.js";

const english = languages.en.texts;
const placeholders = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

test("every language has the same texts, with the same places to fill in", () => {
  for (const [code, { texts }] of Object.entries(languages)) {
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(english).sort(), code);
    for (const [key, text] of Object.entries(texts)) {
      assert.deepEqual(placeholders(text), placeholders(english[key]), `${code}: ${key}`);
      assert.notEqual(text.trim(), "", `${code}: ${key}`);
    }
  }
});

test("every file of texts is a language that can be chosen", () => {
  const folder = new URL("../../static/texts/", import.meta.url);
  const files = readdirSync(folder).filter(
    (name) => name.endsWith(".js") && name !== "languages.js",
  );
  assert.deepEqual(
    files.sort(),
    Object.keys(languages)
      .map((code) => `${code}.js`)
      .sort(),
  );
});

/** All that the page's scripts say, without the texts themselves. */
function code() {
  const place = new URL("../../static/", import.meta.url);
  const files = readdirSync(place, { recursive: true }).filter(
    (name) => name.endsWith(".js") && !/^(texts|vendor)/.test(name),
  );
  return files.map((name) => readFileSync(new URL(name, place), "utf8")).join("\n");
}

test("every text that is asked for is there", () => {
  const asked = [...code().matchAll(/\bsay\(\s*"([^"]+)"/g)].map(([, key]) => key);
  assert.ok(asked.length > 50);
  assert.deepEqual(
    asked.filter((key) => !(key in english)),
    [],
  );
});

test("every text is used somewhere, as a whole key or by its beginning", () => {
  const scripts = code();
  const unused = Object.keys(english).filter((key) => {
    const beginning = key.slice(0, key.lastIndexOf(".") + 1);
    return !scripts.includes(`"${key}"`) && !scripts.includes(`\`${beginning}\${`);
  });
  assert.deepEqual(unused, []);
});

test("values are filled in as they are, whatever they contain", () => {
  const { say } = languageOf("en");
  assert.equal(say("announce.reply", { name: "지우", text: "{name} <b>" }), "지우: {name} <b>");
});

test("a language that is not there is replaced by the first", () => {
  assert.equal(languageOf("xx").code, "en");
  assert.equal(languageOf("constructor").code, "en");
});

test("the language chosen before goes before what the browser asks for", () => {
  assert.equal(firstLanguage("ko", ["en-GB"]), "ko");
  assert.equal(firstLanguage(null, ["ko-KR", "en"]), "ko");
  assert.equal(firstLanguage(null, ["fr", "de"]), "en");
  assert.equal(firstLanguage("xx", []), "en");
});

test("a bilingual field is shown in the page's language, else in English", () => {
  const content = { rank_en: "boss", rank_ko: "상사", label_en: "close", label_ko: "" };
  assert.equal(languageOf("ko").of(content, "rank"), "상사");
  assert.equal(languageOf("ko").of(content, "label"), "close");
  assert.equal(languageOf("en").of(content, "missing"), "");
});
