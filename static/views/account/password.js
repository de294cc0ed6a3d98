// The password of the account: changed, or set for the first time.

import { newPassword, password } from "../account-forms.js";
import { openDialog } from "../dialog.js";
import { form } from "../form.js";
import { act, endOthersChoice, line } from "./panel.js";

/** @typedef {import("../../page.js").Page} Page */

/** @type {import("../field.js").Field} */
const current = { ...password, name: "current_password" };
/** @type {import("../field.js").Field} */
const chosen = { ...newPassword, name: "new_password" };

/**
 * @param {Page} page
 * @param {import("./account.js").Known} known
 */
export function passwordLine(page, known) {
  const { say } = page.language;
  const there = known.factors.password;
  return line({
    name: say(there ? "account.password.there" : "account.password.none"),
    actions: [
      act(page, say(there ? "account.password.change" : "account.password.set"), async () =>
        choosePassword(page, known),
      ),
    ],
  });
}

/**
 * @param {Page} page
 * @param {import("./account.js").Known} known
 */
function choosePassword(page, { factors, reload }) {
  const { say } = page.language;
  const others = endOthersChoice(page);
  const dialog = openDialog(
    page,
    say(factors.password ? "account.password.change" : "account.password.set"),
    form(page, {
      fields: factors.password ? [current, chosen] : [chosen],
      submit: "account.password.submit",
      extra: others.node,
      onSubmit: async ({ current_password: current, new_password: next }) => {
        const passwords = { ...(current && { current_password: current }), new_password: next };
        await page.api.account.changePassword(passwords, others.chosen());
        dialog.close();
        page.notify(say("account.password.done"));
        await reload();
      },
    }),
  );
}
