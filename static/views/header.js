// The top of the pages outside of a room: the name of the product and the choice of language.

import { button, element, icon } from "../element.js";
import { hashOf } from "../routes.js";
import { languages } from "../texts/languages.js";

/**
 * @param {import("../page.js").Page} page
 * @param {...import("../element.js").Child} actions
 * @returns {HTMLElement}
 */
export function header(page, ...actions) {
  return element(
    "header",
    { class: "top" },
    element(
      "a",
      { class: "brand", href: "#/" },
      element("img", { class: "brand__mark", src: "/static/icon.svg", alt: "" }),
      element("span", { class: "brand__name", lang: "ko" }, "도란도란"),
    ),
    element("div", { class: "top__actions" }, languageChoice(page), ...actions),
  );
}

/**
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement} where there is little room, only its picture is to be seen
 */
export function accountLink(page) {
  return element(
    "a",
    { class: "top__account", href: hashOf({ name: "account" }) },
    icon("person"),
    element("span", { class: "top__label" }, page.language.say("account.title")),
  );
}

/** @param {import("../page.js").Page} page */
function languageChoice(page) {
  const choices = Object.entries(languages).map(([code, { name }]) =>
    button(
      { class: "choice", lang: code, "aria-pressed": String(code === page.language.code) },
      () => page.changeLanguage(code),
      name,
    ),
  );
  const label = page.language.say("app.languages");
  return element("div", { class: "choices", role: "group", "aria-label": label }, ...choices);
}
