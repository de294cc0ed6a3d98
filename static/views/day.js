// A line between two days of a conversation.

import { element, fill } from "../element.js";

/**
 * @param {import("./conversation.js").Context} context
 * @returns {import("./conversation.js").ItemView}
 */
export function dayView({ page }) {
  const node = element("p", { class: "day" });
  return {
    node,
    update: (/** @type {import("../room-timeline.js").DayItem} */ { time }) =>
      fill(node, element("span", {}, page.language.day(time))),
  };
}
