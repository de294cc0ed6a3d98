// What can be told about the fields of an account before the server is asked.

/** @typedef {import("./texts/languages.js").TextKey} TextKey */
/** @typedef {Record<string, string>} Values */

/** @type {Record<string, (value: string, year: number) => TextKey | null>} */
const rules = {
  nickname: () => null,
  birth_year: (value, year) =>
    /^\d{4}$/.test(value) && Number(value) > 1900 && Number(value) <= year
      ? null
      : "field.birth_year.unreadable",
  email: (value) => (/^\S+@\S+\.\S+$/.test(value) ? null : "field.email.unreadable"),
  password: (value) => ([...value].length >= 8 ? null : "field.password.short"),
};

/**
 * @param {Values} values by field name
 * @param {number} year this year
 * @returns {Record<string, TextKey>} what is wrong, by field name
 */
export function faultsIn(values, year) {
  /** @type {Record<string, TextKey>} */
  const faults = {};
  for (const [name, value] of Object.entries(values)) {
    const fault = value === "" ? "field.missing" : (rules[name]?.(value, year) ?? null);
    if (fault !== null) faults[name] = fault;
  }
  return faults;
}

/**
 * What a field that the server refused is told as; its year of birth can then only be too recent.
 *
 * @param {string} name
 * @returns {TextKey}
 */
export function refusedAs(name) {
  if (name === "birth_year") return "field.birth_year.refused";
  if (name === "email") return "field.email.unreadable";
  return "problem.422";
}
