// The screen of one's own account: who one is, how one comes in, where, and what is kept.

import { button, element, fill } from "../../element.js";
import { Problem } from "../../problem.js";
import { problemText } from "../../problem-text.js";
import { keepAccountForm } from "../account-forms.js";
import { header } from "../header.js";
import { logOut } from "../leaving.js";
import { dataPanel } from "./data.js";
import { panel } from "./panel.js";
import { passkeysPanel } from "./passkeys.js";
import { passwordLine } from "./password.js";
import { profilePanel } from "./profile.js";
import { providersPanel } from "./providers.js";
import { sessionsPanel } from "./sessions.js";
import { totpPanel } from "./totp.js";

/** @typedef {import("../../page.js").Page} Page */

/**
 * What the screen shows, and how it is brought up to date after a change.
 * @typedef {object} Known
 * @property {import("../../wire.js").User} user
 * @property {import("../../wire.js").Factors} factors
 * @property {import("../../wire.js").SessionShown[]} sessions
 * @property {import("../../wire.js").IdentityShown[]} identities
 * @property {import("../../wire.js").WaysIn} ways
 * @property {() => Promise<void>} reload
 */

/**
 * @param {Page} page
 * @returns {import("../../page.js").View}
 */
export function accountView(page) {
  const { say } = page.language;
  document.title = `${say("account.title")} · 도란도란`;
  const content = element("div", { class: "account__content", "aria-busy": "true" });
  const title = element("h1", { class: "start__title", tabindex: -1 }, say("account.title"));
  const node = element(
    "div",
    { class: "start" },
    header(
      page,
      button({ class: "link" }, () => logOut(page), say("start.logOut")),
    ),
    element(
      "main",
      { class: "start__body account" },
      element("a", { class: "account__back", href: "#/" }, say("room.home")),
      title,
      content,
    ),
  );

  const load = async () => {
    try {
      const known = await read(page);
      fill(content, ...panels(page, { ...known, reload: load }));
      // What was pressed to change something is drawn anew, and has lost the focus.
      if (document.activeElement === document.body) title.focus({ preventScroll: true });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      fill(
        content,
        element("p", { class: "form__fault", role: "alert" }, problemText(page.language, problem)),
        button({ class: "button" }, () => void load(), say("app.again")),
      );
    } finally {
      content.removeAttribute("aria-busy");
    }
  };

  fill(content, element("p", { class: "quiet" }, say("app.loading")));
  void load();
  return { node, focus: () => title.focus() };
}

/** @type {import("../../wire.js").Factors} */
const noFactors = {
  password: false,
  passkeys: [],
  totp_since: null,
  recovery_codes_left: 0,
  identities: 0,
  asked_for: [],
};

/** @param {Page} page */
async function read(page) {
  const { account } = page.api;
  const [user, sessions, ways] = await Promise.all([
    account.user(),
    account.sessions(),
    page.waysIn(),
  ]);
  if (user.guest) {
    return { user, sessions, ways, factors: noFactors, identities: [] };
  }
  const [factors, identities] = await Promise.all([account.factors(), account.identities()]);
  return { user, sessions, ways, factors, identities };
}

/**
 * @param {Page} page
 * @param {Known} known
 */
function panels(page, known) {
  const { say } = page.language;
  if (known.user.guest) {
    const kept = async () => {
      await known.reload();
      page.notify(say("keep.done"));
    };
    return [
      panel(
        say("keep.title"),
        element("p", { class: "quiet" }, say("keep.lead")),
        keepAccountForm(page, () => void kept()),
      ),
      profilePanel(page, known),
      sessionsPanel(page, known),
      dataPanel(page, known),
    ];
  }
  return [
    profilePanel(page, known),
    panel(say("account.password"), passwordLine(page, known)),
    known.ways.passkeys && passkeysPanel(page, known),
    totpPanel(page, known),
    providersPanel(page, known),
    sessionsPanel(page, known),
    dataPanel(page, known),
  ];
}
