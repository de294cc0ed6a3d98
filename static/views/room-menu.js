// A conversation's menu: how one speaks here, who answers, how it goes, and the ways out.

import { button, element, fill } from "../element.js";
import { problemText } from "../problem-text.js";
import { openDialog, workButton } from "./dialog.js";
import { logOut } from "./leaving.js";
import { styleName } from "./style-name.js";

/** @typedef {import("../page.js").Page} Page */
/**
 * @typedef {object} RoomMenu
 * @property {import("../wire.js").Persona} persona
 * @property {import("../wire.js").Closeness | undefined} closeness
 * @property {string} tutor `offline`, or the model's name
 * @property {import("../room-reducer.js").Progress | null} progress
 * @property {() => void} askCloseness
 * @property {() => Promise<void>} leave raises Problem
 */

/**
 * @param {Page} page
 * @param {RoomMenu} menu
 */
export function openRoomMenu(page, menu) {
  const { language } = page;
  const { say } = language;
  /** @param {() => void} next */
  const instead = (next) => () => {
    dialog.close();
    next();
  };
  const leave = instead(() => askLeave(page, menu));
  const dialog = openDialog(
    page,
    menu.persona.name,
    manner(page, menu),
    element("p", { class: "quiet" }, tutorText(page, menu.tutor)),
    menu.progress && element("p", { class: "quiet" }, progressText(page, menu.progress)),
    element(
      "div",
      { class: "menu" },
      button({ class: "button" }, instead(menu.askCloseness), say("closeness.move")),
      button(
        { class: "button" },
        instead(() => page.go({ name: "account" })),
        say("account.title"),
      ),
      button(
        { class: "button" },
        instead(() => logOut(page)),
        say("start.logOut"),
      ),
      button({ class: "button button--risk" }, leave, say("room.leave")),
    ),
  );
}

/**
 * How one speaks to this persona at this closeness.
 *
 * @param {Page} page
 * @param {RoomMenu} menu
 */
function manner({ language }, { closeness }) {
  if (closeness === undefined) return null;
  return element(
    "dl",
    { class: "facts" },
    element("dt", {}, language.say("closeness.youSpeak")),
    element("dd", {}, styleName(language, closeness.target)),
    element("dd", { class: "quiet" }, language.of(closeness, "manner")),
  );
}

/**
 * @param {Page} page
 * @param {string} tutor
 * @returns {string}
 */
function tutorText({ language }, tutor) {
  if (tutor === "offline") return language.say("room.tutor.offline.why");
  return language.say("room.tutor", { model: tutor });
}

/**
 * @param {Page} page
 * @param {import("../room-reducer.js").Progress} progress
 * @returns {string}
 */
function progressText({ language }, { messages, perfect, streak_days: days }) {
  const counts = language.say("room.progress", { messages, perfect });
  return days > 1 ? `${counts} · ${language.say("room.streak", { days })}` : counts;
}

/**
 * @param {Page} page
 * @param {RoomMenu} menu
 */
function askLeave(page, { persona, leave }) {
  const { say } = page.language;
  const fault = element("p", { class: "form__fault", role: "alert" });
  const dialog = openDialog(
    page,
    say("room.leave.title"),
    element("p", {}, say("room.leave.lead", { name: persona.name })),
    fault,
    element(
      "div",
      { class: "dialog__actions" },
      button({ class: "button" }, () => dialog.close(), say("app.cancel")),
      workButton("button button--risk", say("room.leave.submit"), leave, (problem) =>
        fill(fault, problemText(page.language, problem)),
      ),
    ),
  );
}
