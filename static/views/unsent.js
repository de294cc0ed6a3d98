// A message of the learner's that is on its way, or that could not be sent.

import { button, element, fill } from "../element.js";
import { problemText } from "../problem-text.js";
import { bubble } from "./bubble.js";

/**
 * @param {import("./conversation.js").Context} context
 * @returns {import("./conversation.js").ItemView}
 */
export function unsentView({ page, actions }) {
  const { language } = page;
  const { say } = language;
  const node = element("article", {
    class: "row row--own",
    "aria-label": say("message.you"),
  });
  /** @param {import("../outbox.js").Entry} entry */
  const state = ({ status, problem }) => {
    if (status === "accepted") return say("message.sent");
    if (status !== "refused") return say(`message.${status}`);
    const tooLong = problem?.code === 422 || problem?.code === 413;
    const why = tooLong ? say("message.tooLong") : problemText(language, problem);
    return say("message.refused", { why });
  };
  return {
    node,
    update: (/** @type {import("../room-timeline.js").OutboxItem} */ { entry }) => {
      const { status, request_id: id, text } = entry;
      const again = button({ class: "link" }, () => actions.retry(id), say("message.retry"));
      const edit = button({ class: "link" }, () => actions.edit(id, text), say("message.edit"));
      const discard = button({ class: "link" }, () => actions.discard(id), say("message.discard"));
      const refused = status === "refused";
      fill(
        node,
        element(
          "div",
          { class: "row__talk" },
          element(
            "div",
            { class: `row__said unsent unsent--${status}` },
            bubble("own", text),
            element("p", { class: "below", role: refused ? "alert" : null }, state(entry)),
            refused || status === "waiting"
              ? element("p", { class: "below" }, again, ...(refused ? [edit, discard] : []))
              : null,
          ),
        ),
      );
    },
  };
}
