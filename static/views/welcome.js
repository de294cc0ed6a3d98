// The first page: what this is, and three ways in.

import { button, element, fill } from "../element.js";
import { guestForm, logInForm, registerForm } from "./account-forms.js";
import { header } from "./header.js";

/** @typedef {"guest" | "register" | "logIn"} Way */
/** @typedef {import("../texts/languages.js").TextKey} TextKey */

/** @type {Record<Way, {title: TextKey, lead: TextKey | null, form: typeof guestForm,
 *   others: [Way, TextKey][]}>} */
const ways = {
  guest: {
    title: "guest.title",
    lead: "guest.lead",
    form: guestForm,
    others: [
      ["logIn", "account.have"],
      ["register", "account.create"],
    ],
  },
  logIn: {
    title: "logIn.title",
    lead: null,
    form: logInForm,
    others: [
      ["guest", "account.guest"],
      ["register", "account.create"],
    ],
  },
  register: {
    title: "register.title",
    lead: null,
    form: registerForm,
    others: [
      ["guest", "account.guest"],
      ["logIn", "account.have"],
    ],
  },
};

/**
 * @param {import("../page.js").Page} page
 * @returns {import("../page.js").View}
 */
export function welcomeView(page) {
  document.title = `도란도란 · ${page.language.say("app.promise")}`;
  const entrance = element("section", { class: "entrance" });
  /** @param {Way} chosen */
  const show = (chosen) => {
    const { say } = page.language;
    const way = ways[chosen];
    fill(
      entrance,
      element("h2", { class: "entrance__title" }, say(way.title)),
      way.lead && element("p", { class: "entrance__lead" }, say(way.lead)),
      way.form(page),
      element(
        "div",
        { class: "entrance__others" },
        ...way.others.map(([other, text]) =>
          button(
            { class: "link" },
            () => {
              show(other);
              entrance.querySelector("input")?.focus();
            },
            say(text),
          ),
        ),
      ),
    );
  };
  show("guest");
  const node = element(
    "div",
    { class: "welcome" },
    header(page),
    element("main", { class: "welcome__body" }, pitch(page), entrance),
  );
  return { node };
}

/** @param {import("../page.js").Page} page */
function pitch(page) {
  const { say } = page.language;
  return element(
    "section",
    { class: "pitch" },
    element("h1", { class: "pitch__title" }, say("welcome.title")),
    element("p", { class: "pitch__lead" }, say("welcome.lead")),
    element(
      "figure",
      { class: "sample", "aria-label": say("welcome.example") },
      element("figcaption", { class: "sample__caption" }, say("welcome.example.toWhom")),
      element("p", { class: "sample__said", lang: "ko" }, "부장님, 밥 먹었어?"),
      element(
        "p",
        { class: "sample__better", lang: "ko" },
        "부장님, ",
        element("mark", { class: "mark mark--wrong" }, "식사하셨습니까"),
        "?",
      ),
      element("p", { class: "sample__note" }, say("welcome.example.note")),
    ),
  );
}
