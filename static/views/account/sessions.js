// Where one is signed in: every device, and how to end it there.

import { element } from "../../element.js";
import { act, confirmFirst, line, panel } from "./panel.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("./account.js").Known} Known */

/**
 * @param {Page} page
 * @param {Known} known
 */
export function sessionsPanel(page, known) {
  const { say } = page.language;
  const { account } = page.api;
  const newestFirst = [...known.sessions].sort(
    (one, other) =>
      Number(other.current) - Number(one.current) ||
      other.last_used_at.localeCompare(one.last_used_at),
  );
  const others = known.sessions.length > 1;
  const endOthers = act(
    page,
    say("sessions.endOthers"),
    async () => {
      await account.endOtherSessions();
      await known.reload();
      page.notify(say("sessions.endOthers.done"));
    },
    "button",
  );
  const endAll = act(
    page,
    say("sessions.endAll"),
    async () =>
      confirmFirst(page, {
        title: say("sessions.endAll.title"),
        lead: say("sessions.endAll.lead"),
        submit: say("sessions.endAll"),
        work: async () => {
          await account.endAllSessions();
          page.leave();
        },
      }),
    "button button--risk",
  );
  return panel(
    say("sessions.title"),
    element("ul", { class: "lines" }, ...newestFirst.map((one) => sessionLine(page, known, one))),
    known.user.guest
      ? null
      : element("div", { class: "panel__actions" }, others && endOthers, endAll),
  );
}

/**
 * @param {Page} page
 * @param {Known} known
 * @param {import("../../wire.js").SessionShown} session
 */
function sessionLine(page, known, session) {
  const { language } = page;
  const { say } = language;
  const device = session.device || say("sessions.unknown");
  const seen = session.current
    ? say("sessions.now")
    : say("sessions.seen", {
        time: `${language.day(session.last_used_at)} ${language.clock(session.last_used_at)}`,
      });
  return line({
    tag: "li",
    name: element(
      "span",
      { class: "line__tagged" },
      device,
      session.current && element("span", { class: "tag tag--beginner" }, say("sessions.current")),
    ),
    note: [seen, session.address_range && say("sessions.from", { range: session.address_range })]
      .filter(Boolean)
      .join(" · "),
    actions: session.current
      ? []
      : [
          act(page, say("sessions.end"), async () => {
            await page.api.account.endSession(session.id);
            await known.reload();
          }),
        ],
  });
}
