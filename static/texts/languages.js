// The languages of the page: a file of texts each, and a line here.

import en from "./en.js";
import ko from "./ko.js";

/** @typedef {keyof typeof en} TextKey */
/** @typedef {{name: string, texts: Readonly<Record<TextKey, string>>}} LanguageTexts */

/** @type {Readonly<Record<string, LanguageTexts>>} the first is what is shown when none fits */
export const languages = {
  en: { name: "English", texts: en },
  ko: { name: "한국어", texts: ko },
};
