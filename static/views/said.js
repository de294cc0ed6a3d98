// What a persona says unasked, the greeting above all, with one line on how to speak here.

import { element, fill } from "../element.js";
import { avatar } from "./avatar.js";
import { below, bubble } from "./bubble.js";

/**
 * @param {import("./conversation.js").Context} context
 * @returns {import("./conversation.js").ItemView}
 */
export function saidView({ page, persona }) {
  const node = element("article", { class: "row row--other", "aria-label": persona.name });
  const { language } = page;
  return {
    node,
    update: (/** @type {import("../room-timeline.js").SaidItem} */ { message }) => {
      const { guidance } = message;
      const advice = guidance && (language.code === "ko" ? guidance.ko : guidance.en);
      fill(
        node,
        element(
          "div",
          { class: "row__talk" },
          avatar(persona, "small"),
          element(
            "div",
            { class: "row__said" },
            bubble("other", message.text),
            below(language, message.time),
          ),
        ),
        advice ? element("p", { class: "row__notes advice" }, advice) : null,
      );
    },
  };
}
