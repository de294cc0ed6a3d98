// The pieces of the account's screen: a part with a title, its lines, and small questions.

import { button, element, fill } from "../../element.js";
import { problemText } from "../../problem-text.js";
import { openDialog, workButton } from "../dialog.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../../element.js").Child} Child */

/**
 * @param {string} title
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function panel(title, ...children) {
  return element(
    "section",
    { class: "panel" },
    element("h2", { class: "panel__title" }, title),
    ...children,
  );
}

/**
 * @param {object} shown
 * @param {Child} shown.name
 * @param {Child} [shown.value]
 * @param {Child} [shown.note]
 * @param {readonly Child[]} [shown.actions]
 * @param {"li" | "div"} [shown.tag]
 * @returns {HTMLElement}
 */
export function line({ name, value, note, actions = [], tag = "div" }) {
  return element(
    tag,
    { class: "line" },
    element(
      "div",
      { class: "line__text" },
      element("p", { class: "line__name" }, name),
      value ? element("p", { class: "line__value" }, value) : null,
      note ? element("p", { class: "line__note" }, note) : null,
    ),
    actions.length > 0 ? element("div", { class: "line__actions" }, ...actions) : null,
  );
}

/**
 * A button for something that takes a moment; its failure is told as a notice.
 *
 * @param {Page} page
 * @param {string} label
 * @param {() => Promise<void>} work raises Problem
 * @param {string} [kind]
 */
export function act(page, label, work, kind = "link") {
  return workButton(kind, label, work, (problem) => {
    // A proof that was not given is no news to the one who did not give it.
    if (/** @type {{kind?: string}} */ (problem).kind === "proof-needed") return;
    page.notify(problemText(page.language, problem));
  });
}

/**
 * Whether all other devices are logged out by a change, for it may be made because of one of them.
 *
 * @param {Page} page
 * @returns {{node: HTMLElement, chosen: () => boolean}}
 */
export function endOthersChoice(page) {
  const box = element("input", { type: "checkbox", checked: true, class: "check__box" });
  const node = element("label", { class: "check" }, box, page.language.say("account.endOthers"));
  return { node, chosen: () => box.checked };
}

/**
 * Ask before something that is not easily taken back.
 *
 * @param {Page} page
 * @param {object} question
 * @param {string} question.title
 * @param {string} question.lead
 * @param {string} question.submit
 * @param {() => Promise<void>} question.work raises Problem
 * @param {Node | null} [question.extra] stands above the buttons
 */
export function confirmFirst(page, { title, lead, submit, work, extra = null }) {
  const { say } = page.language;
  const fault = element("p", { class: "form__fault", role: "alert" });
  const dialog = openDialog(
    page,
    title,
    element("p", {}, lead),
    extra,
    fault,
    element(
      "div",
      { class: "dialog__actions" },
      button({ class: "button" }, () => dialog.close(), say("app.cancel")),
      workButton(
        "button button--risk",
        submit,
        async () => {
          await work();
          dialog.close();
        },
        (problem) => fill(fault, problemText(page.language, problem)),
      ),
    ),
  );
}
