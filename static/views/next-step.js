// What is left to do before somebody is in: the second factor, an account, or taking one back.

import { button, element, fill } from "../element.js";
import { problemText } from "../problem-text.js";
import { birthYear, email, newcomer, nickname } from "./account-forms.js";
import { workButton } from "./dialog.js";
import { form } from "./form.js";
import { secondFactorStep } from "./second-factor.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {{onEntered: import("./account-forms.js").OnEntered, onCancel: () => void}} Ends
 *   `onCancel`: the learner wants to begin again */

/**
 * @param {Page} page
 * @param {import("../coming-in.js").Entered} answer
 * @param {Ends} ends
 * @returns {HTMLElement | null} null: they are in
 */
export function nextStep(page, answer, ends) {
  if (answer === null) return null;
  if ("second_factor" in answer) return secondFactorStep(page, answer, ends);
  if ("registration" in answer) return registrationStep(page, answer, ends);
  return restoreStep(page, answer, ends);
}

/**
 * Begin at the step's field, or at what it says.
 *
 * @param {HTMLElement} step
 */
export function focusOn(step) {
  /** @type {HTMLElement | null} */ (
    step.querySelector("input") ?? step.querySelector("[tabindex]")
  )?.focus();
}

/**
 * @param {Page} page
 * @param {import("../coming-in.js").Unregistered} answer
 * @param {Ends} ends
 */
function registrationStep(page, answer, { onEntered, onCancel }) {
  const { say } = page.language;
  const name = { ...nickname, value: answer.nickname ?? "" };
  // An address that the provider has not verified is only a suggestion.
  const address = answer.email_verified ? [] : [{ ...email, value: answer.email ?? "" }];
  return element(
    "div",
    { class: "entrance__step" },
    element("h2", { class: "entrance__title" }, say("entered.title")),
    element(
      "p",
      { class: "entrance__lead" },
      answer.email_verified
        ? say("entered.lead.email", { email: answer.email ?? "" })
        : say("entered.lead"),
    ),
    form(page, {
      fields: [name, birthYear, ...address],
      submit: "register.submit",
      onSubmit: async (values) => {
        const chosen = answer.email_verified ? {} : { email: values.email.trim() };
        const account = { ...newcomer(page, values), ...chosen };
        onEntered(await page.api.comingIn.registerEntered(answer.registration, account));
      },
    }),
    element(
      "div",
      { class: "entrance__others" },
      button({ class: "link" }, onCancel, say("account.have")),
    ),
  );
}

/**
 * @param {Page} page
 * @param {import("../coming-in.js").Leaving} answer
 * @param {Ends} ends
 */
function restoreStep(page, { restore }, { onCancel }) {
  const { say } = page.language;
  const fault = element("p", { class: "form__fault", role: "alert" });
  const takeBack = workButton(
    "button button--main",
    say("restore.submit"),
    async () => {
      await page.api.comingIn.restored(restore);
      onCancel();
      page.notify(say("restore.done"));
    },
    (problem) => fill(fault, problemText(page.language, problem)),
  );
  return element(
    "div",
    { class: "entrance__step" },
    element("h2", { class: "entrance__title", tabindex: -1 }, say("restore.title")),
    element("p", { class: "entrance__lead" }, say("restore.lead")),
    fault,
    takeBack,
    element(
      "div",
      { class: "entrance__others" },
      button({ class: "link" }, onCancel, say("restore.cancel")),
    ),
  );
}
