// The second step of a log-in: a code, a recovery code, or a passkey.

import { button, element, fill } from "../element.js";
import { problemText } from "../problem-text.js";
import { code, recoveryCode } from "./account-forms.js";
import { workButton } from "./dialog.js";
import { form } from "./form.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../coming-in.js").HalfSigned} HalfSigned */

const wrong = /** @type {const} */ ({
  "second-factor-wrong": "secondFactor.wrong",
  410: "secondFactor.over",
  forbidden: "problem.account-not-active",
});

/**
 * @param {Page} page
 * @param {HalfSigned} half
 * @param {import("./next-step.js").Ends} ends
 * @returns {HTMLElement}
 */
export function secondFactorStep(
  page,
  { second_factor: ticket, factors, passkey },
  { onEntered, onCancel },
) {
  const { say } = page.language;
  const node = element("div", { class: "entrance__step" });
  const fault = element("p", { class: "form__fault", role: "alert" });
  const others = element("div", { class: "entrance__others" });

  /** @param {"totp" | "recovery_code"} factor */
  function show(factor) {
    const asked = factor === "totp" ? code : recoveryCode;
    const answer = form(page, {
      fields: [asked],
      submit: "secondFactor.submit",
      texts: wrong,
      onSubmit: async (values) => {
        const given = values[asked.name].replaceAll(/\s/g, "");
        const shown = factor === "totp" ? { code: given } : { recovery_code: given };
        onEntered(await page.api.comingIn.secondFactor(ticket, shown));
      },
    });
    fill(others, ...ways(factor));
    fill(
      node,
      element("h2", { class: "entrance__title" }, say("secondFactor.title")),
      element("p", { class: "entrance__lead" }, say(`secondFactor.${factor}`)),
      answer,
      fault,
      others,
    );
    node.querySelector("input")?.focus();
  }

  /** @param {"totp" | "recovery_code"} shown */
  function ways(shown) {
    const other = shown === "totp" ? "recovery_code" : "totp";
    return [
      factors.includes("passkey") &&
        page.passkeys.offered &&
        workButton("link", say("secondFactor.passkey"), withPasskey, (problem) =>
          fill(fault, problemText(page.language, problem, wrong)),
        ),
      factors.includes(other) &&
        button({ class: "link" }, () => show(other), say(`secondFactor.use.${other}`)),
      button({ class: "link" }, onCancel, say("secondFactor.cancel")),
    ];
  }

  async function withPasskey() {
    const credential = await page.passkeys.shown(passkey);
    onEntered(await page.api.comingIn.secondFactor(ticket, { credential }));
  }

  show(factors.includes("totp") ? "totp" : "recovery_code");
  return node;
}
