// What is said about a learner's sentence: right, better so, wrong, unclear, or nothing this time.

import { element } from "../element.js";
import { editsPart } from "./edits.js";
import { styleName } from "./style-name.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../room-reducer.js").Feedback} Feedback */
/** @typedef {import("../room-timeline.js").MessageItem} MessageItem */

/**
 * @param {Page} page
 * @param {string} name of the persona
 * @param {MessageItem} item
 * @returns {HTMLElement}
 */
export function feedbackCard(page, name, { message, feedback, checking }) {
  const { say } = page.language;
  if (checking) {
    return element("p", { class: "feedback feedback--checking" }, say("feedback.checking"));
  }
  const status = feedback?.status ?? "failed";
  const shown = element(
    "section",
    { class: `feedback feedback--${status}` },
    element("h2", { class: "feedback__status" }, say(`feedback.${status}`)),
  );
  if (feedback === null || status === "failed") {
    shown.append(element("p", { class: "feedback__text" }, say("feedback.failed.why")));
    return shown;
  }
  shown.append(...body(page, name, message.text, feedback));
  return shown;
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {string} text the learner's message
 * @param {Feedback} feedback
 * @returns {HTMLElement[]}
 */
function body(page, name, text, feedback) {
  const { language } = page;
  const { say } = language;
  if (feedback.status === "perfect") {
    return [element("p", { class: "feedback__text" }, say("feedback.perfect.checked"))];
  }
  const sentence = language.of(feedback, "feedback");
  if (feedback.status === "unclear") {
    return [element("p", { class: "feedback__text" }, sentence || say("feedback.unclear.why"))];
  }
  const [corrected, ...changes] = editsPart(page, text, feedback);
  const parts = [corrected];
  if (sentence !== "") parts.push(element("p", { class: "feedback__text" }, sentence));
  parts.push(...changes);
  if (feedback.edits.some(({ kind }) => kind === "style") && feedback.detected !== "none") {
    const detected = styleName(language, feedback.detected);
    const target = styleName(language, feedback.target);
    const levels = say("feedback.levels", { detected, target, name });
    parts.push(element("p", { class: "feedback__levels" }, levels));
  }
  return parts;
}
