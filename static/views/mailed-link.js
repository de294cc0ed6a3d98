// What a mailed link leads to: an address is verified or changed, or a new password is chosen.

import { button, element } from "../element.js";
import { Problem } from "../problem.js";
import { problemText } from "../problem-text.js";
import { newPassword } from "./account-forms.js";
import { workButton } from "./dialog.js";
import { door, tell } from "./door.js";
import { form } from "./form.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../routes.js").LinkKind} LinkKind */

/**
 * @param {Page} page
 * @param {LinkKind} kind
 * @param {string} token
 * @returns {import("../page.js").View}
 */
export function mailedLinkView(page, kind, token) {
  document.title = `${page.language.say(`link.title.${kind}`)} · 도란도란`;
  return kind === "reset" ? resetView(page, token) : confirmView(page, kind, token);
}

/**
 * One press and it is done. Not at once: mail programs open links by themselves to look at them.
 * And by whoever is logged in: nobody confirms an address for an account that is not theirs.
 *
 * @param {Page} page
 * @param {"verify" | "email"} kind
 * @param {string} token
 */
function confirmView(page, kind, token) {
  const { say } = page.language;
  const { account } = page.api;
  const isIn = page.session.user !== null;
  const confirm = workButton(
    "button button--main",
    say(`link.submit.${kind}`),
    async () => {
      await (kind === "verify" ? account.verified(token) : account.emailConfirmed(token));
      await page.refreshUser();
      tell(card, {
        title: say(`link.done.${kind}`),
        lead: say("link.next"),
        actions: [onward(page)],
      });
    },
    (problem) => notDone(page, card, problem),
  );
  const title = element(
    "h1",
    { class: "entrance__title", tabindex: -1 },
    say(`link.title.${kind}`),
  );
  const lead = element(
    "p",
    { class: "entrance__lead" },
    say(isIn ? `link.lead.${kind}` : "link.logIn"),
  );
  const { node, card } = door(page, title, lead, isIn ? confirm : onward(page));
  return { node, focus: () => title.focus() };
}

/**
 * @param {Page} page
 * @param {string} token
 */
function resetView(page, token) {
  const { say } = page.language;
  const choose = form(page, {
    fields: [{ ...newPassword, label: "field.new_password" }],
    submit: "link.submit.reset",
    onSubmit: async ({ password }) => {
      try {
        await page.api.comingIn.newPassword(token, password);
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.code !== 410) throw problem;
        notDone(page, card, problem);
        return;
      }
      page.session.end();
      tell(card, {
        title: say("link.done.reset"),
        lead: say("link.next.reset"),
        actions: [
          button(
            { class: "button button--main" },
            () => page.go({ name: "start" }, { way: "logIn" }),
            say("logIn.submit"),
          ),
        ],
      });
    },
  });
  const title = element("h1", { class: "entrance__title" }, say("link.title.reset"));
  const lead = element("p", { class: "entrance__lead" }, say("link.lead.reset"));
  const { node, card } = door(page, title, lead, choose);
  return { node, focus: () => card.querySelector("input")?.focus() };
}

/** @param {Page} page */
function onward(page) {
  const { say } = page.language;
  const label = page.session.user === null ? say("logIn.submit") : say("link.onward");
  return button(
    { class: "button button--main" },
    () => page.go({ name: "start" }, { way: "logIn" }),
    label,
  );
}

/**
 * @param {Page} page
 * @param {HTMLElement} card
 * @param {unknown} problem
 */
function notDone(page, card, problem) {
  tell(card, {
    title: page.language.say("link.failed"),
    lead: problemText(page.language, problem),
    failed: true,
    actions: [onward(page)],
  });
}
