// Who one is here: the name, and the e-mail address with its verification and its change.

import { element, fill } from "../../element.js";
import { openDialog } from "../dialog.js";
import { email } from "../account-forms.js";
import { form } from "../form.js";
import { act, line, panel } from "./panel.js";

/** @typedef {import("../../page.js").Page} Page */

/**
 * @param {Page} page
 * @param {import("./account.js").Known} known
 */
export function profilePanel(page, { user }) {
  const { say } = page.language;
  return panel(
    say("account.profile"),
    line({ name: say("account.nickname"), value: user.nickname }),
    user.email === null ? null : emailLine(page, user),
  );
}

/**
 * @param {Page} page
 * @param {import("../../wire.js").User} user
 */
function emailLine(page, user) {
  const { say } = page.language;
  const state = user.email_verified
    ? element("span", { class: "tag tag--beginner" }, say("account.email.verified"))
    : element("span", { class: "tag tag--suggestion" }, say("account.email.unverified"));
  const sendAgain = act(page, say("account.email.send"), async () => {
    await page.api.account.sendVerification();
    page.notify(say("account.email.sent", { email: user.email ?? "" }));
  });
  const change = act(page, say("account.email.change.short"), async () => changeEmail(page));
  return line({
    name: say("field.email"),
    value: element("span", { class: "line__tagged" }, user.email, state),
    actions: [user.email_verified ? null : sendAgain, change],
  });
}

/** @param {Page} page */
function changeEmail(page) {
  const { say } = page.language;
  const asked = element(
    "div",
    { class: "form" },
    element("p", { class: "quiet" }, say("account.email.change.lead")),
    form(page, {
      fields: [{ ...email, label: "account.email.new" }],
      submit: "account.email.change.submit",
      onSubmit: async (values) => {
        const address = values.email.trim();
        await page.api.account.changeEmail(address);
        fill(
          asked,
          element(
            "p",
            { class: "done", role: "status" },
            say("account.email.change.done", { email: address }),
          ),
        );
      },
    }),
  );
  openDialog(page, say("account.email.change"), asked);
}
