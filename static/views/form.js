// A form with labelled fields, each telling its own fault; what else went wrong stands below.

import { faultsIn, refusedAs } from "../account-fields.js";
import { element, fill, set, uniqueId } from "../element.js";
import { Problem } from "../problem.js";
import { problemText } from "../problem-text.js";

/** @typedef {import("../texts/languages.js").TextKey} TextKey */
/** @typedef {{name: "nickname" | "birth_year" | "email" | "password", hint?: TextKey,
 *   attributes: import("../element.js").Attributes}} Field */

/**
 * @param {import("../page.js").Page} page
 * @param {readonly Field[]} fields
 * @param {TextKey} submit what the button says
 * @param {(values: Record<string, string>) => Promise<void>} onSubmit raises Problem
 * @returns {HTMLFormElement}
 */
export function form(page, fields, submit, onSubmit) {
  const { say } = page.language;
  const rows = fields.map((field) => row(say, field));
  const fault = element("p", { class: "form__fault", role: "alert" });
  const send = element("button", { class: "button button--main", type: "submit" }, say(submit));
  const made = element(
    "form",
    { class: "form", novalidate: true },
    ...rows.map(({ node }) => node),
    fault,
    send,
  );
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(rows.map(({ name, input }) => [name, input.value]));
    const faults = faultsIn(values, new Date().getFullYear());
    fill(fault);
    show(rows, faults, say);
    if (Object.keys(faults).length > 0) return;
    send.disabled = true;
    try {
      await onSubmit(values);
    } catch (problem) {
      const fields = problem instanceof Problem ? Object.keys(problem.fields) : [];
      const named = fields.filter((name) => name in values);
      show(rows, Object.fromEntries(named.map((name) => [name, refusedAs(name)])), say);
      if (named.length === 0) fill(fault, problemText(page.language, problem));
    } finally {
      send.disabled = false;
    }
  });
  return made;
}

/** @typedef {{name: string, node: HTMLElement, input: HTMLInputElement, fault: HTMLElement}} Row */

/**
 * @param {import("../language.js").Language["say"]} say
 * @param {Field} field
 * @returns {Row}
 */
function row(say, { name, hint, attributes }) {
  const [id, hintId, faultId] = [uniqueId(), uniqueId(), uniqueId()];
  const input = element("input", {
    class: "field__input",
    id,
    name,
    required: true,
    "aria-describedby": hint ? `${faultId} ${hintId}` : faultId,
    ...attributes,
  });
  const fault = element("p", { class: "field__fault", id: faultId });
  const node = element(
    "div",
    { class: "field" },
    element("label", { class: "field__label", for: id }, say(`field.${name}`)),
    input,
    fault,
    hint ? element("p", { class: "field__hint", id: hintId }, say(hint)) : null,
  );
  return { name, node, input, fault };
}

/**
 * @param {readonly Row[]} rows
 * @param {Record<string, TextKey>} faults
 * @param {import("../language.js").Language["say"]} say
 */
function show(rows, faults, say) {
  for (const { name, input, fault } of rows) {
    const key = faults[name];
    fill(fault, key ? say(key) : null);
    set(input, { "aria-invalid": key ? "true" : null });
  }
  rows.find(({ name }) => name in faults)?.input.focus();
}
