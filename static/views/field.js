// One labelled field of a form, with its hint and its fault; a password can be shown.

import { button, element, fill, set, uniqueId } from "../element.js";

/** @typedef {import("../texts/languages.js").TextKey} TextKey */
/** @typedef {import("../language.js").Language["say"]} Say */
/** @typedef {"nickname" | "birth_year" | "email" | "password" | "current_password" |
 *   "new_password" | "code" | "recovery_code" | "name"} FieldName */
/** @typedef {{name: FieldName, label?: TextKey, hint?: TextKey, value?: string,
 *   attributes: import("../element.js").Attributes}} Field */

/**
 * @typedef {object} FieldRow
 * @property {FieldName} name
 * @property {HTMLElement} node
 * @property {HTMLInputElement} input
 * @property {(text: string | null) => void} tell its fault
 */

/**
 * @param {Say} say
 * @param {Field} field
 * @returns {FieldRow}
 */
export function fieldRow(say, { name, label, hint, value, attributes }) {
  const [id, hintId, faultId] = [uniqueId(), uniqueId(), uniqueId()];
  const input = element("input", {
    class: "field__input",
    id,
    name,
    required: true,
    value,
    "aria-describedby": hint ? `${faultId} ${hintId}` : faultId,
    ...attributes,
  });
  const fault = element("p", { class: "field__fault", id: faultId });
  const secret = attributes.type === "password";
  const node = element(
    "div",
    { class: "field" },
    element("label", { class: "field__label", for: id }, say(label ?? `field.${name}`)),
    secret ? element("div", { class: "field__secret" }, input, showSwitch(say, input)) : input,
    fault,
    hint ? element("p", { class: "field__hint", id: hintId }, say(hint)) : null,
  );
  return {
    name,
    node,
    input,
    tell: (text) => {
      fill(fault, text);
      set(input, { "aria-invalid": text === null ? null : "true" });
    },
  };
}

/**
 * @param {Say} say
 * @param {HTMLInputElement} input
 * @returns {HTMLButtonElement} shows what was typed, and hides it again
 */
function showSwitch(say, input) {
  const made = button({ class: "field__switch" }, () => {
    name(input.type === "password");
    input.focus();
  });
  /** @param {boolean} shown */
  const name = (shown) => {
    input.type = shown ? "text" : "password";
    set(made, { "aria-label": say(shown ? "field.password.hide" : "field.password.show") });
    fill(made, say(shown ? "field.password.hideShort" : "field.password.showShort"));
  };
  name(false);
  return made;
}
