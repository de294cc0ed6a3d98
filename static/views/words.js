// Words worth learning from a turn: what they mean, how hard they are, and how they were said.

import { element, fill } from "../element.js";

/** @typedef {import("../wire.js").Word} Word */
/** @typedef {import("../room-reducer.js").Translation} Translation */
/** @typedef {import("../language.js").Language} Language */
/** @typedef {import("../language.js").TextKey} TextKey */

/**
 * @param {Language} language
 * @returns {{node: HTMLElement,
 *   update: (item: import("../room-timeline.js").AnswerItem) => void}}
 */
export function wordsView(language) {
  const list = element("ul", {});
  const title = language.say("words.title");
  const failed = element("p", { class: "words__failed" }, language.say("words.failed"));
  const node = element("div", { class: "words", role: "group", "aria-label": title }, list, failed);
  return {
    node,
    update: ({ words, translations, wordsFailed }) => {
      // A word that was opened stays open when its translation comes.
      const open = new Set(
        [...list.querySelectorAll("details[open]")].map((shown) => shown.getAttribute("data-word")),
      );
      const items = words.map((word, place) =>
        wordItem(language, word, translations[place] ?? null, open.has(word.id)),
      );
      fill(list, ...items);
      failed.hidden = !wordsFailed;
      node.hidden = words.length === 0 && !wordsFailed;
    },
  };
}

/**
 * @param {Language} language
 * @param {Word} word
 * @param {Translation | null} translation
 * @param {boolean} open
 */
function wordItem(language, word, translation, open) {
  const { say } = language;
  const level = levelName(word.level);
  return element(
    "li",
    { class: "word" },
    element(
      "details",
      { open, "data-word": word.id },
      element(
        "summary",
        { class: "word__head" },
        element(
          "span",
          { class: "word__meaning" },
          element("strong", { class: "word__lemma", lang: "ko" }, word.lemma),
          element("span", { class: "word__sense" }, senseOf(language, word, translation)),
        ),
        element("span", { class: `tag tag--${level}` }, say(`level.${level}`)),
      ),
      element("div", { class: "word__more" }, ...more(language, word, translation)),
    ),
  );
}

/**
 * @param {Language} language
 * @param {Word} word
 * @param {Translation | null} translation
 * @returns {import("../element.js").Child[]}
 */
function more(language, word, translation) {
  const part = `pos.${word.part_of_speech}`;
  const details = [
    language.say("words.inText", { surface: word.surface }),
    language.has(part) ? language.say(/** @type {TextKey} */ (part)) : "",
  ];
  const inKorean = language.code === "ko" ? "" : word.sense_ko;
  const { example_translation = "" } = translation ?? {};
  return [
    element("p", { class: "word__details" }, details.filter(Boolean).join(" · ")),
    inKorean ? element("p", { class: "word__korean", lang: "ko" }, inKorean) : null,
    word.example ? element("p", { class: "word__example", lang: "ko" }, word.example) : null,
    example_translation !== "" && element("p", { class: "word__translation" }, example_translation),
  ];
}

/**
 * @param {Language} language
 * @param {Word} word
 * @param {Translation | null} translation
 * @returns {string}
 */
function senseOf(language, word, translation) {
  const translated = translation?.language === language.code ? translation.sense : "";
  return translated || language.of(word, "sense") || translation?.sense || "";
}

/**
 * @param {number} level 1 to 6
 * @returns {"beginner" | "intermediate" | "advanced"}
 */
export function levelName(level) {
  if (level <= 2) return "beginner";
  return level <= 4 ? "intermediate" : "advanced";
}
