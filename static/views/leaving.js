// What a guest is told before everything is lost: keep the account, or log out anyway.

import { button, element } from "../element.js";
import { problemText } from "../problem-text.js";
import { keepAccountForm } from "./account-forms.js";
import { openDialog, workButton } from "./dialog.js";

/** @typedef {import("../page.js").Page} Page */

/** @param {Page} page */
export function guestLine(page) {
  const { say } = page.language;
  return element(
    "p",
    { class: "quiet" },
    say("start.guest"),
    " ",
    button({ class: "link" }, () => keepAccount(page), say("keep.title")),
  );
}

/** @param {Page} page */
function keepAccount(page) {
  const { say } = page.language;
  const kept = () => {
    page.show();
    page.notify(say("keep.done"));
  };
  openDialog(
    page,
    say("keep.title"),
    element("p", {}, say("keep.lead")),
    keepAccountForm(page, kept),
  );
}

/**
 * Log out; a guest is warned first, because nothing leads back.
 *
 * @param {Page} page
 */
export function logOut(page) {
  const { say } = page.language;
  /** @param {unknown} problem */
  const failed = (problem) => page.notify(problemText(page.language, problem));
  if (!page.session.user?.guest) {
    page.logOut().catch(failed);
    return;
  }
  const anyway = workButton("button", say("start.logOut.anyway"), () => page.logOut(), failed);
  const keep = button(
    { class: "button button--main" },
    () => {
      dialog.close();
      keepAccount(page);
    },
    say("keep.title"),
  );
  const dialog = openDialog(
    page,
    say("start.logOut"),
    element("p", {}, say("start.logOut.guest")),
    element("div", { class: "dialog__actions" }, anyway, keep),
  );
}
