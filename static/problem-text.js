// A problem in the words of the page's language.

/** @typedef {import("./texts/languages.js").TextKey} TextKey */

/**
 * @param {import("./language.js").Language} language
 * @param {unknown} problem
 * @returns {string}
 */
export function problemText(language, problem) {
  const { code = null, detail = String(problem) } =
    /** @type {{code?: number, detail?: string}} */ (problem ?? {});
  if (code === 0) return language.say("problem.unreachable");
  const key = `problem.${code}`;
  if (language.has(key)) return language.say(/** @type {TextKey} */ (key));
  return language.say("problem.other", { detail });
}
