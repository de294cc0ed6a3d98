// A problem in the words of the page's language.

/** @typedef {import("./texts/languages.js").TextKey} TextKey */
/** @typedef {Record<number | string, TextKey>} OwnTexts what a code or kind means in one place */

/**
 * @param {import("./language.js").Language} language
 * @param {unknown} problem
 * @param {OwnTexts} [own]
 * @returns {string}
 */
export function problemText(language, problem, own = {}) {
  const {
    code = null,
    detail = String(problem),
    kind = "",
    wait = null,
  } = /** @type {{code?: number, detail?: string, kind?: string, wait?: number | null}} */ (
    problem ?? {}
  );
  if (code === 0) return language.say("problem.unreachable");
  if (code === 429 && wait !== null)
    return language.say("problem.wait", { time: span(language, wait) });
  if (own[kind]) return language.say(own[kind]);
  if (code !== null && own[code]) return language.say(own[code]);
  for (const key of [`problem.${kind}`, `problem.${code}`]) {
    if (language.has(key)) return language.say(/** @type {TextKey} */ (key));
  }
  return language.say("problem.other", { detail });
}

/**
 * @param {import("./language.js").Language} language
 * @param {number} seconds
 */
function span({ say }, seconds) {
  if (seconds < 100) return say("span.seconds", { count: Math.max(1, seconds) });
  return say("span.minutes", { count: Math.ceil(seconds / 60) });
}
