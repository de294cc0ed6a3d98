// What somebody said, with the time below.

import { element } from "../element.js";

/**
 * @param {"own" | "other"} side
 * @param {string} text
 * @param {...import("../element.js").Child} rest after the text, in the bubble
 */
export function bubble(side, text, ...rest) {
  return element("p", { class: `bubble bubble--${side}`, lang: "ko" }, text, ...rest);
}

/**
 * @param {import("../language.js").Language} language
 * @param {string | null} time
 * @param {...import("../element.js").Child} rest
 */
export function below(language, time, ...rest) {
  const clock = time && element("time", { datetime: time }, language.clock(time));
  return element("p", { class: "below" }, clock, ...rest);
}
