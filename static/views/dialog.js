// A dialog over the page; Escape, its cross and a press beside it close it.

import { button, element, icon, present, uniqueId } from "../element.js";

/**
 * @param {import("../page.js").Page} page
 * @param {string} title
 * @param {...import("../element.js").Child} children
 * @returns {HTMLDialogElement} open; it is removed when it is closed
 */
export function openDialog(page, title, ...children) {
  const titleId = uniqueId();
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": titleId });
  dialog.append(
    element(
      "div",
      { class: "dialog__body" },
      element(
        "div",
        { class: "dialog__top" },
        element("h2", { class: "dialog__title", id: titleId }, title),
        button(
          { class: "round", "aria-label": page.language.say("app.close") },
          () => dialog.close(),
          icon("close"),
        ),
      ),
      ...present(children),
    ),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && !isKept(dialog)) dialog.close();
  });
  dialog.addEventListener("cancel", (event) => {
    if (isKept(dialog)) event.preventDefault();
  });
  dialog.addEventListener("close", () => dialog.remove());
  // Inside the page, so that it goes when another view is shown.
  (document.querySelector("#page > *") ?? document.body).append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * What it shows is shown once: neither Escape nor a press beside it closes it any more.
 *
 * @param {HTMLDialogElement} dialog
 */
export function keepOpen(dialog) {
  dialog.dataset.kept = "";
}

/** @param {HTMLDialogElement} dialog */
function isKept(dialog) {
  return dialog.dataset.kept !== undefined;
}

/**
 * A button that does something that takes a moment, and tells if it fails.
 *
 * @param {string} kind classes
 * @param {string} label
 * @param {() => Promise<void>} work raises Problem
 * @param {(problem: unknown) => void} onProblem
 * @returns {HTMLButtonElement}
 */
export function workButton(kind, label, work, onProblem) {
  const press = async () => {
    made.disabled = true;
    try {
      await work();
    } catch (problem) {
      onProblem(problem);
    } finally {
      made.disabled = false;
    }
  };
  const made = button({ class: kind }, () => void press(), label);
  return made;
}
