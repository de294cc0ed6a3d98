// The page after signing in: conversations to go on with, and people to begin one with.

import { button, element, fill } from "../element.js";
import { problemText } from "../problem-text.js";
import { accountLink, header } from "./header.js";
import { guestLine, logOut } from "./leaving.js";
import { personaCards } from "./persona-cards.js";
import { roomLinks } from "./room-links.js";

/** @typedef {import("../page.js").Page} Page */

/**
 * @param {Page} page
 * @returns {import("../page.js").View}
 */
export function startView(page) {
  const { say } = page.language;
  document.title = `도란도란 · ${say("app.promise")}`;
  const user = page.session.user;
  const content = element("div", { class: "start__content", "aria-busy": "true" });
  const title = element(
    "h1",
    { class: "start__title", tabindex: -1 },
    greeting(page),
  );
  const node = element(
    "div",
    { class: "start" },
    header(
      page,
      accountLink(page),
      button({ class: "link" }, () => logOut(page), say("start.logOut")),
    ),
    element("main", { class: "start__body" }, title, user?.guest ? guestLine(page) : null, content),
  );
  void load(page, content);
  if (user?.nickname === null) void page.refreshUser().then(() => fill(title, greeting(page)));
  return { node, focus: () => title.focus() };
}

/** @param {Page} page */
function greeting(page) {
  const { say } = page.language;
  // After a reload the name is asked for, since the browser keeps none.
  const name = page.session.user?.nickname ?? null;
  return name === null ? say("start.greeting.first") : say("start.greeting", { name });
}

/**
 * @param {Page} page
 * @param {HTMLElement} content
 */
async function load(page, content) {
  const { say } = page.language;
  fill(content, element("p", { class: "quiet" }, say("app.loading")));
  try {
    const [personas, rooms] = await Promise.all([page.api.personas(), page.api.rooms()]);
    fill(content, roomLinks(page, personas, rooms), personaCards(page, personas, rooms));
  } catch (problem) {
    fill(
      content,
      element("p", { class: "form__fault", role: "alert" }, problemText(page.language, problem)),
      button({ class: "button" }, () => void load(page, content), say("app.again")),
    );
  } finally {
    content.removeAttribute("aria-busy");
  }
}
