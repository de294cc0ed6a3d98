// The form of one who forgot the password: whoever asks gets the same answer.

import { element } from "../element.js";
import { email } from "./account-forms.js";
import { form } from "./form.js";

/**
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function forgotForm(page) {
  const { say } = page.language;
  const made = form(page, {
    fields: [email],
    submit: "forgot.submit",
    onSubmit: async (values) => {
      const address = values.email.trim();
      await page.api.comingIn.forgotPassword(address);
      const done = element(
        "p",
        { class: "done", role: "status", tabindex: -1 },
        say("forgot.done", { email: address }),
      );
      made.replaceWith(done);
      done.focus();
    },
  });
  return made;
}
