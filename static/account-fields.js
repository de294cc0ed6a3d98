// What can be told about the fields of an account before the server is asked, and after it refused.

/** @typedef {import("./texts/languages.js").TextKey} TextKey */
/** @typedef {Record<string, string>} Values */

/** @type {Record<string, (value: string, year: number, choosing: boolean) => TextKey | null>} */
const rules = {
  nickname: () => null,
  name: () => null,
  birth_year: (value, year) =>
    /^\d{4}$/.test(value) && Number(value) > 1900 && Number(value) <= year
      ? null
      : "field.birth_year.unreadable",
  email: (value) => (/^\S+@\S+\.\S+$/.test(value) ? null : "field.email.unreadable"),
  password: (value, _year, choosing) => (choosing ? lengthFault(value) : null),
  current_password: () => null,
  new_password: (value) => lengthFault(value),
  code: (value) => (/^\d{6}$/.test(value.replaceAll(/\s/g, "")) ? null : "field.code.unreadable"),
  recovery_code: () => null,
};

/**
 * @param {Values} values by field name
 * @param {number} year this year
 * @param {boolean} choosing whether a password is a new one
 * @returns {Record<string, TextKey>} what is wrong, by field name
 */
export function faultsIn(values, year, choosing) {
  /** @type {Record<string, TextKey>} */
  const faults = {};
  for (const [name, value] of Object.entries(values)) {
    const fault = value === "" ? "field.missing" : (rules[name]?.(value, year, choosing) ?? null);
    if (fault !== null) faults[name] = fault;
  }
  return faults;
}

/**
 * What a field that the server refused is told as; its year of birth can then only be too recent.
 *
 * @param {string} name
 * @param {string} why the server's reason
 * @returns {TextKey}
 */
export function refusedAs(name, why) {
  if (name === "birth_year") return "field.birth_year.refused";
  if (name === "email")
    return /account|taken/i.test(why) ? "field.email.taken" : "field.email.unreadable";
  if (name === "password" || name === "new_password") return passwordRefusedAs(why);
  if (name === "current_password") return "field.current_password.wrong";
  return "problem.422";
}

/**
 * @param {string} why
 * @returns {TextKey}
 */
function passwordRefusedAs(why) {
  if (/tried first/.test(why)) return "field.password.common";
  if (/stolen/.test(why)) return "field.password.breached";
  return /your own name/.test(why) ? "field.password.guessable" : "field.password.length";
}

/**
 * @param {string} password
 * @returns {TextKey | null}
 */
function lengthFault(password) {
  const { length } = [...password];
  return length < 8 || length > 128 ? "field.password.length" : null;
}
