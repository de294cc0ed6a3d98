// A message of the learner's that the server has, with the feedback on it beside.

import { element, fill, icon } from "../element.js";
import { below, bubble } from "./bubble.js";
import { feedbackCard } from "./feedback.js";

/**
 * @param {import("./conversation.js").Context} context
 * @returns {import("./conversation.js").ItemView}
 */
export function ownMessageView({ page, persona }) {
  const { language } = page;
  const node = element("article", {
    class: "row row--own",
    "aria-label": language.say("message.you"),
  });
  return {
    node,
    update: (/** @type {import("../room-timeline.js").MessageItem} */ item) => {
      const { message } = item;
      const sent = element("span", { class: "sent" }, icon("check"));
      sent.append(element("span", { class: "unseen" }, language.say("message.sent")));
      fill(
        node,
        element(
          "div",
          { class: "row__talk" },
          element(
            "div",
            { class: "row__said" },
            bubble("own", message.text),
            below(language, message.time, sent),
          ),
        ),
        element("div", { class: "row__notes" }, feedbackCard(page, persona.name, item)),
      );
    },
  };
}
