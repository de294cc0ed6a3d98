// A form with labelled fields, each telling its own fault; what else went wrong stands below.

import { faultsIn, refusedAs } from "../account-fields.js";
import { element, fill } from "../element.js";
import { Problem } from "../problem.js";
import { problemText } from "../problem-text.js";
import { fieldRow } from "./field.js";

/** @typedef {import("../texts/languages.js").TextKey} TextKey */
/** @typedef {import("./field.js").Field} Field */

/**
 * @typedef {object} Questions
 * @property {readonly Field[]} fields
 * @property {TextKey} submit what the button says
 * @property {(values: Record<string, string>) => Promise<void>} onSubmit raises Problem
 * @property {Node | null} [extra] stands above the button
 * @property {import("../problem-text.js").OwnTexts} [texts] what a problem means here
 */

/**
 * @param {import("../page.js").Page} page
 * @param {Questions} questions
 * @returns {HTMLFormElement}
 */
export function form(page, { fields, submit, onSubmit, extra = null, texts = {} }) {
  const { say } = page.language;
  const rows = fields.map((field) => fieldRow(say, field));
  const fault = element("p", { class: "form__fault", role: "alert" });
  const send = element("button", { class: "button button--main", type: "submit" }, say(submit));
  const nodes = rows.map(({ node }) => node);
  const made = element("form", { class: "form", novalidate: true }, ...nodes, extra, fault, send);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(rows.map(({ name, input }) => [name, input.value]));
    const faults = faultsIn(values, new Date().getFullYear(), choosing(fields));
    fill(fault);
    /** @type {Record<string, string>} */
    const told = {};
    for (const [name, key] of Object.entries(faults)) told[name] = say(key);
    show(rows, told);
    if (Object.keys(faults).length > 0) return;
    send.disabled = true;
    made.setAttribute("aria-busy", "true");
    try {
      await onSubmit(values);
    } catch (problem) {
      const named = problem instanceof Problem ? Object.entries(problem.fields) : [];
      const ours = named.filter(([name]) => name in values);
      show(rows, Object.fromEntries(ours.map(([name, why]) => [name, say(refusedAs(name, why))])));
      if (ours.length === 0) fill(fault, problemText(page.language, problem, texts));
    } finally {
      send.disabled = false;
      made.removeAttribute("aria-busy");
    }
  });
  return made;
}

/** @param {readonly Field[]} fields whether a password is chosen in it, not shown */
function choosing(fields) {
  return fields.some(({ attributes }) => attributes.autocomplete === "new-password");
}

/**
 * @param {readonly import("./field.js").FieldRow[]} rows
 * @param {Record<string, string>} faults by name
 */
function show(rows, faults) {
  for (const { name, tell } of rows) tell(faults[name] ?? null);
  rows.find(({ name }) => name in faults)?.input.focus();
}
