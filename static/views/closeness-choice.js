// The choice of closeness: three levels in the persona's words, and how one speaks at each.

import { element, uniqueId } from "../element.js";
import { problemText } from "../problem-text.js";
import { openDialog, workButton } from "./dialog.js";
import { styleName } from "./style-name.js";

/** @typedef {import("../wire.js").Persona} Persona */
/** @typedef {import("../texts/languages.js").TextKey} TextKey */

/**
 * Ask for a closeness in a dialog.
 *
 * @param {import("../page.js").Page} page
 * @param {Persona} persona
 * @param {object} question
 * @param {TextKey} question.title
 * @param {TextKey} question.submit
 * @param {number} question.level chosen at first
 * @param {(level: number) => Promise<void>} question.onChosen raises Problem
 */
export function askCloseness(page, persona, { title, submit, level, onChosen }) {
  const { language } = page;
  const group = uniqueId();
  const fault = element("p", { class: "form__fault", role: "alert" });
  const options = element(
    "div",
    { class: "levels", role: "radiogroup", "aria-label": language.say("closeness.change") },
    ...persona.closenesses.map((closeness) =>
      option(language, closeness, group, closeness.level === level),
    ),
  );
  const go = workButton(
    "button button--main",
    language.say(submit),
    async () => {
      const chosen = options.querySelector("input:checked");
      await onChosen(Number(/** @type {HTMLInputElement} */ (chosen).value));
      dialog.close();
    },
    (problem) => fault.replaceChildren(problemText(language, problem)),
  );
  const dialog = openDialog(page, language.say(title, { name: persona.name }), options, fault, go);
}

/**
 * @param {import("../language.js").Language} language
 * @param {import("../wire.js").Closeness} closeness
 * @param {string} group
 * @param {boolean} checked
 */
function option(language, closeness, group, checked) {
  const korean = element("span", { lang: "ko" }, closeness.label_ko);
  const translated = language.of(closeness, "label");
  return element(
    "label",
    { class: "level" },
    element("input", {
      class: "level__radio",
      type: "radio",
      name: group,
      value: closeness.level,
      checked,
    }),
    element(
      "span",
      { class: "level__body" },
      element(
        "span",
        { class: "level__name" },
        dots(closeness.level),
        korean,
        translated !== closeness.label_ko &&
          element("span", { class: "level__translated" }, translated),
      ),
      element("span", { class: "level__style" }, styleName(language, closeness.target)),
      element("span", { class: "level__manner" }, language.of(closeness, "manner")),
    ),
  );
}

/**
 * @param {number} level 1 to 3
 * @returns {HTMLElement} as many filled dots; decoration, the label says it
 */
export function dots(level) {
  const each = [1, 2, 3].map((place) =>
    element("span", { class: place <= level ? "dot dot--on" : "dot" }),
  );
  return element("span", { class: "dots", "aria-hidden": "true" }, ...each);
}
