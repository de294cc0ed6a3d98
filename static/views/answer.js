// What answers a turn: the reply as it comes in, how the turn ended, and the words worth learning.

import { element, fill, set } from "../element.js";
import { avatar } from "./avatar.js";
import { below, bubble } from "./bubble.js";
import { wordsView } from "./words.js";

/** @typedef {import("../room-timeline.js").AnswerItem} AnswerItem */
/** @typedef {import("../language.js").Language} Language */

/**
 * @param {import("./conversation.js").Context} context
 * @returns {import("./conversation.js").ItemView}
 */
export function answerView({ page, persona }) {
  const { language } = page;
  const node = element("article", { class: "row row--other", "aria-label": persona.name });
  const said = element("div", { class: "row__said" });
  const words = wordsView(language);
  const notes = element("div", { class: "row__notes" }, words.node);
  const picture = avatar(persona, "small");
  const text = document.createTextNode("");
  const caret = element("span", { class: "caret", "aria-hidden": "true" });
  const reply = bubble("other", "", text, caret);
  const waiting = thinking(language.say("reply.thinking", { name: persona.name }));
  node.append(element("div", { class: "row__talk" }, picture, said), notes);
  return {
    node,
    update: (/** @type {AnswerItem} */ item) => {
      const outcome = outcomeOf(language, item);
      text.data = item.reply?.text ?? "";
      caret.hidden = !item.writing;
      fill(
        said,
        text.data !== "" && reply,
        item.thinking && waiting,
        outcome && element("p", { class: "outcome" }, outcome),
        item.reply && text.data !== "" && !item.writing && replyFoot(language, item.reply),
      );
      words.update(item);
      set(node, { "aria-busy": item.writing ? "true" : null });
      picture.hidden = said.childElementCount === 0;
      node.hidden = picture.hidden && words.node.hidden;
    },
  };
}

/** @param {string} text */
function thinking(text) {
  return element(
    "p",
    { class: "bubble bubble--other thinking" },
    element(
      "span",
      { class: "thinking__dots", "aria-hidden": "true" },
      ...[1, 2, 3].map(() => element("span", {})),
    ),
    element("span", { class: "unseen" }, text),
  );
}

/**
 * @param {Language} language
 * @param {import("../room-reducer.js").Reply} reply
 */
function replyFoot(language, { time, source }) {
  const offline = source === "offline" && element("span", {}, language.say("reply.offline"));
  return below(language, time, offline);
}

/**
 * How the turn ended, where there is something to say about it.
 *
 * @param {Language} language
 * @param {AnswerItem} item
 * @returns {string | null}
 */
function outcomeOf({ say }, { reply, end }) {
  if (end === null) return null;
  if (end.stopped) return say("reply.stopped");
  if (end.status === "failed") {
    return say(end.reason === "interrupted" ? "reply.interrupted" : "reply.failed");
  }
  return reply === null ? say("reply.missing") : null;
}
