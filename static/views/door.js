// A page with one card in its middle: for mailed links, and for coming back from a provider.

import { element, fill } from "../element.js";
import { header } from "./header.js";

/**
 * @param {import("../page.js").Page} page
 * @param {...import("../element.js").Child} children of the card
 * @returns {{node: HTMLElement, card: HTMLElement}}
 */
export function door(page, ...children) {
  const card = element("section", { class: "entrance" });
  fill(card, ...children);
  const node = element(
    "div",
    { class: "welcome" },
    header(page),
    element("main", { class: "door" }, card),
  );
  return { node, card };
}

/**
 * What stands in the card when something is done, or did not work.
 *
 * @param {HTMLElement} card
 * @param {object} outcome
 * @param {string} outcome.title
 * @param {string} outcome.lead
 * @param {boolean} [outcome.failed]
 * @param {readonly import("../element.js").Child[]} outcome.actions
 */
export function tell(card, { title, lead, failed = false, actions }) {
  const heading = element("h1", { class: "entrance__title", tabindex: -1 }, title);
  fill(
    card,
    heading,
    element("p", { class: failed ? "form__fault" : "entrance__lead" }, lead),
    element("div", { class: "entrance__actions" }, ...actions),
  );
  heading.focus();
}
