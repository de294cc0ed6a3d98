// The page's language: its texts, its dates, and which of the wire's bilingual fields it shows.

import { languages } from "./texts/languages.js";

/** @typedef {import("./texts/languages.js").TextKey} TextKey */

/**
 * @typedef {object} Language
 * @property {string} code
 * @property {(key: TextKey, values?: Record<string, string | number>) => string} say
 * @property {(key: string) => boolean} has whether there is a text of this key
 * @property {(content: object, field: string) => string} of the field `<field>_<language>`, in
 *   English where this language's is not there
 * @property {(time: string) => string} clock hours and minutes
 * @property {(time: string) => string} day
 */

/**
 * @param {string} code
 * @returns {Language} the first language where this one is not known
 */
export function languageOf(code) {
  const known = Object.hasOwn(languages, code) ? code : Object.keys(languages)[0];
  const { texts } = languages[known];
  const clock = new Intl.DateTimeFormat(known, { hour: "numeric", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(known, { month: "long", day: "numeric", weekday: "short" });
  return {
    code: known,
    say: (key, values = {}) => filled(texts[key], values),
    has: (key) => Object.hasOwn(texts, key),
    of: (content, field) => {
      const fields = /** @type {Record<string, string | undefined>} */ (content);
      return fields[`${field}_${known}`] || fields[`${field}_en`] || "";
    },
    clock: (time) => clock.format(new Date(time)),
    day: (time) => day.format(new Date(time)),
  };
}

/**
 * The language to begin with: the one chosen before, else the first that the browser asks for.
 *
 * @param {string | null} chosen
 * @param {readonly string[]} asked as in `navigator.languages`
 * @returns {string}
 */
export function firstLanguage(chosen, asked) {
  const wanted = [chosen ?? "", ...asked.map((tag) => tag.toLowerCase().split("-")[0])];
  return wanted.find((code) => Object.hasOwn(languages, code)) ?? Object.keys(languages)[0];
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
