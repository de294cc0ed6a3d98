// The first page: what this is, and the ways in.

import { button, element, fill } from "../element.js";
import { guestForm, logInForm, passkeyRegisterForm, registerForm } from "./account-forms.js";
import { forgotForm } from "./forgot.js";
import { header } from "./header.js";
import { focusOn, nextStep } from "./next-step.js";
import { offerInField, otherWays } from "./other-ways.js";
import { pitch } from "./pitch.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {"guest" | "register" | "passkey" | "logIn" | "forgot"} Way */
/** @typedef {import("../texts/languages.js").TextKey} TextKey */
/** @typedef {(page: Page, onEntered: import("./account-forms.js").OnEntered,
 *   onForgot: () => void) => HTMLElement} Form */

/** @type {Record<Way, {title: TextKey, lead: TextKey | null, form: Form, others: [Way, TextKey][]}>} */
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
      ["register", "account.create"],
      ["guest", "account.guest"],
    ],
  },
  register: {
    title: "register.title",
    lead: null,
    form: registerForm,
    others: [
      ["passkey", "account.passkey"],
      ["logIn", "account.have"],
      ["guest", "account.guest"],
    ],
  },
  passkey: {
    title: "register.title",
    lead: "register.passkey.lead",
    form: passkeyRegisterForm,
    others: [
      ["register", "account.password.use"],
      ["logIn", "account.have"],
    ],
  },
  forgot: {
    title: "forgot.title",
    lead: "forgot.lead",
    form: forgotForm,
    others: [["logIn", "account.back"]],
  },
};

/**
 * @param {Page} page
 * @param {Way} [first]
 * @returns {import("../page.js").View}
 */
export function welcomeView(page, first = "guest") {
  document.title = `도란도란 · ${page.language.say("app.promise")}`;
  const { say } = page.language;
  const entrance = element("section", { class: "entrance" });
  const node = element(
    "div",
    { class: "welcome" },
    header(page),
    element("main", { class: "welcome__body" }, pitch(page), entrance),
  );
  let waiting = new AbortController();

  /** @param {import("../coming-in.js").Entered} answer */
  const entered = (answer) => {
    waiting.abort();
    const step = nextStep(page, answer, { onEntered: entered, onCancel: () => turnTo("logIn") });
    if (step === null) return page.enter();
    fill(entrance, step);
    focusOn(step);
  };

  /** @param {Way} chosen */
  const show = (chosen) => {
    waiting.abort();
    waiting = new AbortController();
    node.classList.toggle("welcome--known", chosen !== "guest");
    const way = ways[chosen];
    const others = way.others.filter(([other]) => other !== "passkey" || page.passkeys.offered);
    fill(
      entrance,
      element("h2", { class: "entrance__title" }, say(way.title)),
      way.lead && element("p", { class: "entrance__lead" }, say(way.lead)),
      way.form(page, entered, () => turnTo("forgot")),
      chosen !== "forgot" &&
        chosen !== "passkey" &&
        otherWays(page, {
          passkey: chosen === "logIn",
          // A browser asks one question at a time.
          onAsk: () => waiting.abort(),
          onEntered: entered,
        }),
      element(
        "div",
        { class: "entrance__others" },
        ...others.map(([other, text]) => button({ class: "link" }, () => turnTo(other), say(text))),
      ),
    );
    if (chosen === "logIn") void offerInField(page, waiting.signal, entered);
  };

  /** @param {Way} chosen */
  const turnTo = (chosen) => {
    show(chosen);
    entrance.querySelector("input")?.focus();
  };

  show(first);
  return { node, close: () => waiting.abort() };
}
