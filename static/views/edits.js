// A corrected sentence with its changes marked; each tells its reason when it is pressed.

import { correctedPieces, inTeachingOrder, shownAtFirst } from "../correction.js";
import { button, element, fill, set, uniqueId } from "../element.js";

/** @typedef {import("../wire.js").Edit} Edit */
/** @typedef {import("../language.js").Language} Language */
/** @typedef {import("../language.js").TextKey} TextKey */

/**
 * @param {import("../page.js").Page} page
 * @param {string} text the learner's message
 * @param {import("../room-reducer.js").Feedback} feedback
 * @returns {HTMLElement[]}
 */
export function editsPart(page, text, feedback) {
  const { language } = page;
  const level = page.session.user?.level ?? "beginner";
  const edits = inTeachingOrder(feedback.edits);
  const rows = new Map(edits.map((edit) => [edit, editRow(language, edit, level)]));
  const list = element("ul", { class: "edits" }, ...[...rows.values()].map(({ node }) => node));
  const first = shownAtFirst(level);
  const more = button(
    { class: "link edits__more", hidden: edits.length <= first },
    () => showAll(),
    language.say("feedback.all", { count: edits.length }),
  );
  [...rows.values()].forEach(({ node }, place) => {
    node.hidden = place >= first;
  });
  const showAll = () => {
    for (const { node } of rows.values()) node.hidden = false;
    more.hidden = true;
  };

  const pieces = correctedPieces(text, feedback.edits, feedback.corrected).map((piece) => {
    const row = piece.edit && rows.get(piece.edit);
    if (!piece.edit || !row) return piece.text;
    const degree = `mark mark--${piece.edit.degree}`;
    if (piece.text === "") return element("del", { class: degree }, piece.edit.was);
    const mark = button({ class: degree, "aria-controls": row.reasonId }, () => {
      if (row.node.hidden) showAll();
      row.toggle();
    });
    fill(mark, piece.text);
    return mark;
  });
  const nothing = feedback.corrected === null && edits.length === 0;
  const sentence = element("p", { class: "corrected", lang: "ko", hidden: nothing }, ...pieces);
  return [sentence, list, more];
}

/**
 * @param {Language} language
 * @param {Edit} edit
 * @param {string} level of the learner
 */
function editRow(language, edit, level) {
  const reasonId = uniqueId();
  const reason = element("div", { class: "edit__reason", id: reasonId, hidden: true });
  const { say } = language;
  const kind = `edit.${edit.kind}`;
  const toggle = () => {
    reason.hidden = !reason.hidden;
    set(head, { "aria-expanded": String(!reason.hidden) });
  };
  const head = button(
    { class: "edit__head", "aria-expanded": "false", "aria-controls": reasonId },
    toggle,
    element(
      "span",
      { class: "edit__change", lang: "ko" },
      edit.was === "" ? null : element("del", { class: "edit__was" }, edit.was),
      element("span", { class: "edit__arrow", "aria-hidden": "true" }, "→"),
      edit.becomes === ""
        ? element("span", { class: "edit__gone", lang: language.code }, say("feedback.removed"))
        : element("ins", { class: "edit__becomes" }, edit.becomes),
    ),
    element(
      "span",
      { class: `tag tag--${edit.degree}` },
      language.has(kind) ? say(/** @type {TextKey} */ (kind)) : edit.kind,
    ),
  );
  fill(reason, ...reasons(language, edit, level));
  return { node: element("li", { class: "edit" }, head, reason), reasonId, toggle };
}

/**
 * The reason in the learner's language, for advanced learners in Korean; the other when asked for.
 *
 * @param {Language} language
 * @param {Edit} edit
 * @param {string} level
 * @returns {HTMLElement[]}
 */
function reasons(language, edit, level) {
  const korean = language.code === "ko" || level === "advanced";
  const inKorean = element("p", { lang: "ko", hidden: !korean }, edit.why_ko);
  const inEnglish = element("p", { lang: "en", hidden: korean }, edit.why_en);
  const other = button({ class: "link" }, () => {
    inKorean.hidden = !inKorean.hidden;
    inEnglish.hidden = !inEnglish.hidden;
    name();
  });
  const name = () =>
    fill(other, language.say(inKorean.hidden ? "feedback.inKorean" : "feedback.inEnglish"));
  name();
  return [inKorean, inEnglish, ...(edit.why_ko && edit.why_en ? [other] : [])];
}
